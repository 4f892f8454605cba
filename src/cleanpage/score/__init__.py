"""The generic scorer: shallow features of every block and a small fitted network over their sequence."""
