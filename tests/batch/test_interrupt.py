import os
import signal

import pytest

from cleanpage.batch.interrupt import asked


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_once_it_says_so_and_asked_twice_it_ends(number):
    before = signal.getsignal(number)
    told = []
    with pytest.raises(KeyboardInterrupt), asked(lambda: told.append("stopping")) as stop:
        assert not stop()
        os.kill(os.getpid(), number)
        assert stop()
        assert told == ["stopping"]
        os.kill(os.getpid(), number)
    assert told == ["stopping"]
    assert signal.getsignal(number) is before
