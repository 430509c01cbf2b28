"""A Debian 12 root with the machine's set-up in it, and stand-ins for Google, FreePBX and systemd."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.tools import MACHINE, ROOT, TOOLS, run, succeeds

STAND_INS = Path(__file__).parent / "machine"
IN_SBIN = ("gcloud", "certbot", "systemctl", "timedatectl", "nft")
SECRETS = (
    "database-owner-password",
    "database-password",
    "listen-password",
    "ari-password",
    "ami-secret",
    "pin-key",
)
RELEASE = "0123456789ab"
ENVIRONMENT = (
    "HOME=/root",
    "LANG=C.UTF-8",
    "PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
    "PIP_NO_INDEX=1",
    "PIP_FIND_LINKS=/rehearsal/wheels",
)
SETTINGS = {
    "ENVIRONMENT": "production",
    "PROJECT": "convonet-test",
    "TIMEZONE": "Europe/Berlin",
    "DOMAIN": "pbx.example.org",
    "ACME_EMAIL": "ops@example.org",
    "PUBLIC_ADDRESS": "203.0.113.1",
    "SECRET_PREFIX": "convonet-production",
    "GIVEN_SECRETS": "openai_api_key",
    "KEPT": "gs://kept",
    "WORKERS": "2",
    "FREEPBX_INSTALLER": "sng_freepbx_debian_install.sh",
    "FREEPBX_OPTIONS": "--opensourceonly --skipversion --noaac",
    "DATABASE": "vm",
    "DATABASE_HOST": "127.0.0.1",
}


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`root` is thrown away afterwards; commands run in it with processes and mounts of their own."""

    root: Path

    @property
    def props(self) -> Path:
        return self.root / "rehearsal"

    def prepare(self, nftables: str, jail: str) -> None:
        succeeds(["tar", "-xf", TOOLS / "root.tar", "-C", self.root])
        for folder in ("secrets", "buckets", "wheels"):
            (self.props / folder).mkdir(parents=True)
        for stand_in in STAND_INS.iterdir():
            shutil.copy(stand_in, (self.root / "usr/local/sbin" if stand_in.name in IN_SBIN else self.props))
        for number, name in enumerate((*SECRETS, "openai-api-key")):
            (self.props / "secrets" / name).write_text(f"secret{number}" * 4, encoding="utf-8")
        (self.props / "asterisk-version").write_text("22.8.2", encoding="utf-8")
        self._release(nftables, jail)

    def _release(self, nftables: str, jail: str) -> None:
        wheels = sorted(self._built().glob("*.whl"))
        place = self.root / "var/lib/convonet-setup" / RELEASE
        place.mkdir(parents=True)
        for file in (*MACHINE.iterdir(), wheels[-1], STAND_INS / "sng_freepbx_debian_install.sh"):
            shutil.copy(file, place)
        shutil.copy(TOOLS / "runtime.lock", place / "requirements.lock")
        known = {**SETTINGS, "WHEEL": wheels[-1].name}
        text = "".join(f"{name}='{value}'\n" for name, value in known.items())
        (place / "machine.env").write_text(text, encoding="utf-8")
        (place / "nftables.conf").write_text(nftables, encoding="utf-8")
        (place / "fail2ban.conf").write_text(jail, encoding="utf-8")

    def _built(self) -> Path:
        built = self.props / "wheel"
        succeeds(
            [
                ROOT / ".venv/bin/uv",
                "build",
                "-q",
                "--wheel",
                "--no-build-isolation",
                "--no-index",
                "-o",
                built,
            ]
        )
        return built

    def run(self, *command: str, within_s: float = 400) -> subprocess.CompletedProcess[str]:
        """With its own processes, which end with it, PostgreSQL's too."""
        script = (
            f"mount --bind {TOOLS / 'wheels'} {self.props / 'wheels'} && "
            f"mount -t proc proc {self.root / 'proc'} && mount --rbind /dev {self.root / 'dev'} && "
            f'exec chroot {self.root} /usr/bin/env -i {" ".join(ENVIRONMENT)} "$@"'
        )
        unshared = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts", "--net"]
        return run([*unshared, "bash", "-c", script, "rehearsal", *command], within_s=within_s)

    def set_up(self) -> subprocess.CompletedProcess[str]:
        return self.shell(f"bash /var/lib/convonet-setup/{RELEASE}/setup {RELEASE}")

    def shell(self, script: str) -> subprocess.CompletedProcess[str]:
        """In a fresh boot of the machine: its loopback is up, PostgreSQL runs if it is there."""
        started = 'ip link set lo up 2>/dev/null || python3 -c "$UP"; '
        revived = "[ ! -d /var/lib/postgresql/15/main ] || pg_ctlcluster 15 main start >/dev/null 2>&1; "
        return self.run("bash", "-c", f"UP='{LOOPBACK_UP}'; {started}{revived}{script}")

    def calls(self) -> list[str]:
        file = self.props / "calls"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def forget_calls(self) -> None:
        (self.props / "calls").unlink(missing_ok=True)

    def file(self, path: str) -> Path:
        return self.root / path.lstrip("/")


# SIOCSIFFLAGS with IFF_UP | IFF_RUNNING, where the root has no `ip`.
LOOPBACK_UP = (
    'import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x41))'
)
