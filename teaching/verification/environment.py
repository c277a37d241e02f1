"""What a project's command sees of our environment: an allow-list, and the names that a person consented to."""

import os
from collections.abc import Iterable
from pathlib import Path

_PASSED = (
    *("LANG", "LC_ALL", "LC_CTYPE", "TZ", "JAVA_HOME", "GOROOT", "GOPATH", "PYENV_ROOT", "PYENV_VERSION"),
    *("RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "CARGO_HOME", "NVM_DIR", "VOLTA_HOME", "ASDF_DIR", "ASDF_DATA_DIR"),
    *("BUN_INSTALL", "DENO_DIR", "PNPM_HOME", "PLAYWRIGHT_BROWSERS_PATH", "UV_PYTHON_INSTALL_DIR", "SYSTEMROOT"),
    "PLAYWRIGHT_CHROMIUM",
)
# With a home of its own, a shim would not find what it stands for.
_BELOW_HOME = {
    "PYENV_ROOT": ".pyenv",
    "RUSTUP_HOME": ".rustup",
    "CARGO_HOME": ".cargo",
    "NVM_DIR": ".nvm",
    "VOLTA_HOME": ".volta",
    "GOPATH": "go",
    "PLAYWRIGHT_BROWSERS_PATH": ".cache/ms-playwright",
}
_QUIET = {
    "CI": "1",  # no watching, no questions
    "NO_COLOR": "1",
    "TERM": "dumb",
    "COLUMNS": "120",
    "NO_UPDATE_NOTIFIER": "1",
    "npm_config_update_notifier": "false",
    "COREPACK_ENABLE_DOWNLOAD_PROMPT": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "USER": "learner",
    "LOGNAME": "learner",
}
_VENVS = (".venv", "venv")


def of_command(
    root: Path, home: Path, temporary: Path, consented: Iterable[str], programs: Iterable[str] = ()
) -> dict[str, str]:
    """The whole environment of a command.

    Args:
        root: of the project; its own virtual environment comes first on PATH, as if it were activated.
        home: what HOME is; another than the user's hides shims, so that their places are named.
        temporary: what TMPDIR is.
        consented: names of variables that are passed on as they are.
        programs: folders that come last on PATH.
    """
    kept = {name: os.environ[name] for name in (*_PASSED, *consented) if name in os.environ}
    if home != Path.home():
        for name, below in _BELOW_HOME.items():
            if name not in kept and (Path.home() / below).is_dir():
                kept[name] = str(Path.home() / below)
    venv = next((root / name for name in _VENVS if (root / name / "pyvenv.cfg").is_file()), None)
    if venv is not None:
        kept["VIRTUAL_ENV"] = str(venv)
    return {
        **_QUIET,
        **kept,
        "PATH": os.pathsep.join([*search_path(root), *programs]),
        "HOME": str(home),
        "TMPDIR": str(temporary),
    }


def search_path(root: Path) -> list[str]:
    """Where programs are looked up: the project's own virtual environment, then the absolute entries of PATH."""
    venv = [str(root / name / "bin") for name in _VENVS if (root / name / "pyvenv.cfg").is_file()][:1]
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return venv + [entry for entry in entries if os.path.isabs(entry)]
