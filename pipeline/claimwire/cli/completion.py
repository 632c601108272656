"""`claimwire completion`: the script that makes a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(ctx: click.Context, *, shell: str) -> None:
    """Print the completion script for a shell.

    bash: eval "$(claimwire completion bash)" in ~/.bashrc; zsh: the same in ~/.zshrc;
    fish: claimwire completion fish > ~/.config/fish/completions/claimwire.fish
    """
    found = get_completion_class(shell)
    assert found  # noqa: S101 # click has these three
    click.echo(found(ctx.find_root().command, {}, "claimwire", "_CLAIMWIRE_COMPLETE").source())
