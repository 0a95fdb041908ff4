"""The command `helsetek analyse`: cost-benefit analyses from assumptions files."""

from helsetek.engines.economics.commands import choosing, comparing, learning, looking, running
from helsetek.engines.economics.commands.group import analyse

__all__ = ["analyse", "choosing", "comparing", "learning", "looking", "running"]
