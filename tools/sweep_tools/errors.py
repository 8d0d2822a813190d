# SPDX-License-Identifier: Apache-2.0
"""Errors that a user can do something about."""

import os
import sys


class ToolError(Exception):
    """A message for the user, and the exit code that goes with it."""

    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


def needs_package(name, error):
    return ToolError(f"needs {name}, which {sys.executable} does not have ({error}); on Debian, "
                     "'tools/setup --sweep' installs it for /usr/bin/python3")


def end(tool, action):
    """Runs a tool and ends with its exit code; errors are told without a traceback."""
    try:
        code = action()
    except ToolError as error:
        print(f"{tool}: {error}", file=sys.stderr)
        code = error.code
    except KeyboardInterrupt:
        print(f"{tool}: interrupted; the same command goes on", file=sys.stderr)
        code = 130
    except BrokenPipeError:  # of `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
