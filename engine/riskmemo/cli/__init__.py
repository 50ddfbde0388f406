"""The command line: arguments in, library calls, text out; one file a command.

Results go to standard output, everything else to standard error. `group.py` names the commands,
`exits.py` says what each exit code means.
"""

import gc
import sys

GARBAGE = (50_000, 20, 100)
"""A command is short: Python looks for cycles of garbage seldom."""
UNUSABLE = 2
INTERRUPTED = 130


def main() -> None:
    """Run the `riskmemo` command with the arguments of the process; never returns."""
    if sys.stdout is None:
        sys.stderr.write("standard output is closed; send it to a file or to /dev/null\n")
        sys.exit(UNUSABLE)
    gc.set_threshold(*GARBAGE)
    try:
        from riskmemo.cli.group import riskmemo
        from riskmemo.cli.terminal import prepare

        prepare(sys.stdout)
        prepare(sys.stderr)
        riskmemo.main(prog_name="riskmemo")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
