"""A recording keeps real time, both voices, and no secret."""

from __future__ import annotations

import os
import resource
import threading
import wave
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from convonet_ari.media.frame import Pcm
from convonet_ari.media.recorder import Recorder, WavFile, parts

pytestmark = pytest.mark.shell

FRAME = 320
CALLER, HEARD = 100, 200


class ManualClock:
    def __init__(self) -> None:
        self.now = 50.0

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)


@pytest.fixture
def writer() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def constant(value: int, samples: int = FRAME) -> Pcm:
    return np.full(samples, value, np.int16)


class Tape:
    """A recorder whose caller speaks, and hears somebody, in real time."""

    def __init__(self, folder: Path, writer: Executor) -> None:
        self.clock = ManualClock()
        self.recorder = Recorder(folder, lambda samples: constant(HEARD, samples), self.clock, writer)

    def pass_time(self, ms: int, frames: bool = True) -> None:
        for _ in range(0, ms, 20):
            self.clock.now += 0.02
            if frames:
                self.recorder.feed(constant(CALLER))


@asynccontextmanager
async def tape(folder: Path, writer: Executor) -> AsyncIterator[Tape]:
    recording = Tape(folder, writer)
    await recording.recorder.start()
    yield recording
    await recording.recorder.close()


def read(path: Path) -> tuple[Pcm, Pcm]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 16000, 2)
        both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    return both[:, 0], both[:, 1]


async def test_the_caller_is_left_and_what_he_heard_is_right(tmp_path: Path, writer: Executor) -> None:
    async with tape(tmp_path / "call", writer) as recording:
        recording.pass_time(2500)
        done = await recording.recorder.close()
    assert done
    left, right = read(done.path)
    assert done.path == tmp_path / "call" / "1.wav"
    assert done.duration_s == len(left) / 16000 == 2.5
    assert set(left) == {CALLER}
    assert set(right) == {HEARD}


async def test_each_part_of_a_call_has_its_own_file_that_only_we_may_read(
    tmp_path: Path, writer: Executor
) -> None:
    for number in (1, 2):
        async with tape(tmp_path, writer) as recording:
            recording.pass_time(20)
        assert os.stat(tmp_path / f"{number}.wav").st_mode & 0o777 == 0o600


async def test_muted_time_is_silence_in_both_channels_until_half_a_second_after(
    tmp_path: Path, writer: Executor
) -> None:
    async with tape(tmp_path, writer) as recording:
        recording.pass_time(200)
        recording.recorder.mute()
        recording.pass_time(300)
        recording.recorder.unmute()
        recording.pass_time(1000)
    for channel in read(tmp_path / "1.wav"):
        loud = channel != 0
        assert loud[:3200].all()
        assert not loud[3200:16000].any()
        assert loud[16000:].all()


async def test_time_without_frames_is_kept_and_what_was_heard_in_it(tmp_path: Path, writer: Executor) -> None:
    async with tape(tmp_path, writer) as recording:
        recording.pass_time(1000)
        recording.pass_time(3000, frames=False)
        recording.pass_time(1000)
        recording.pass_time(2000, frames=False)
        done = await recording.recorder.close()
    left, right = read(tmp_path / "1.wav")
    assert done
    assert done.duration_s == pytest.approx(7, abs=0.25)
    assert np.count_nonzero(left) == 2 * 16000
    assert right.all()


async def test_frames_that_come_in_a_burst_make_no_gap(tmp_path: Path, writer: Executor) -> None:
    async with tape(tmp_path, writer) as recording:
        recording.pass_time(1000)
        recording.clock.now += 0.5
        for _ in range(25):
            recording.recorder.feed(constant(CALLER))
        recording.pass_time(1000)
    left, _ = read(tmp_path / "1.wav")
    assert len(left) == 2.5 * 16000
    assert left.all()


async def test_a_file_whose_process_was_killed_is_whole_up_to_the_last_second(
    tmp_path: Path, writer: Executor
) -> None:
    async with tape(tmp_path, writer) as recording:
        recording.pass_time(2600)
        writer.submit(int).result()
        left, _ = read(tmp_path / "1.wav")
        assert len(left) == 2 * 16000


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files grow no further than this, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_breaks_the_recording_off_and_is_told_once(tmp_path: Path) -> None:
    file = WavFile(tmp_path)
    file.append(bytes(64_000))
    with capture_logs() as logs, room_for(70_000):
        for _ in range(50):
            file.append(bytes(64_000))
    recorded = file.close()
    assert [line["event"] for line in logs] == ["recording broken off"]
    assert recorded.broken_off
    assert recorded.duration_s == 1.0
    assert len(read(recorded.path)[0]) == 16000


def test_a_recording_that_cannot_even_begin_leaves_no_file(tmp_path: Path) -> None:
    with room_for(0), pytest.raises(OSError, match="File too large"):
        WavFile(tmp_path)
    assert list(tmp_path.iterdir()) == []


async def test_the_disk_fills_in_a_call_and_the_recorder_takes_every_further_frame(
    tmp_path: Path, writer: Executor
) -> None:
    recording = Tape(tmp_path, writer)
    await recording.recorder.start()
    with room_for(70_000):
        recording.pass_time(5000)
        recorded = await recording.recorder.close()
    assert recorded is not None
    assert recorded.broken_off
    assert recorded.duration_s == 1.0


async def test_a_recorder_that_was_never_started_has_nothing_to_close(
    tmp_path: Path, writer: Executor
) -> None:
    recording = Tape(tmp_path / "none", writer)
    recording.pass_time(1000)
    assert await recording.recorder.close() is None
    assert not (tmp_path / "none").exists()


async def test_the_parts_of_lost_sessions_are_found_with_their_length(
    tmp_path: Path, writer: Executor
) -> None:
    async with tape(tmp_path, writer) as recording:
        recording.pass_time(2600)
        writer.submit(int).result()
        (part,) = parts(tmp_path)
        assert part.path == tmp_path / "1.wav"
        assert part.duration_s == pytest.approx(2.0)


def test_a_file_of_another_name_is_no_part_of_the_call(tmp_path: Path) -> None:
    for name in ("10", "2", "copy", "2 (copy)", "²", "-1"):
        (tmp_path / f"{name}.wav").touch()
    assert [part.path.stem for part in parts(tmp_path)] == ["2", "10"]
    file = WavFile(tmp_path)
    file.close()
    assert file.path.name == "1.wav"


async def test_a_disk_that_hangs_does_not_keep_the_caller_waiting(tmp_path: Path, writer: Executor) -> None:
    disk = threading.Event()
    writer.submit(disk.wait)
    recorder = Tape(tmp_path, writer).recorder
    try:
        with pytest.raises(TimeoutError):
            await recorder.start()
        recorder.feed(constant(CALLER))
        assert await recorder.close() is None
    finally:
        disk.set()
