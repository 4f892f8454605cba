"""`python -m cleanpage` is `cleanpage`."""

from cleanpage.cli import main

if __name__ == "__main__":
    main()
