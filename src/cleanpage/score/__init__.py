"""The generic scorer: shallow features of every block and small fitted networks over their sequence."""
