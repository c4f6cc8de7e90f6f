"""Asks a language model on any server that speaks OpenAI's protocol. Needs the extra ``llm``.

Time and network enter here; the reader itself knows neither. Settings come from the environment, so that
every command that reads can be told alike: ``DATELINE_BASE_URL``, ``OPENAI_API_KEY``,
``DATELINE_LLM_TIMEOUT`` (seconds), ``DATELINE_LLM_RETRIES``, ``DATELINE_LLM_MAX_TOKENS``,
``DATELINE_LLM_PRICE`` (per million tokens read and written: "0.15,0.60"), ``DATELINE_LLM_ANSWERS`` (folder
of kept answers; "" keeps none).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateline.codebook import load
from dateline.errors import NoAnswer, UsageError
from dateline.reader.llm import LanguageReader, Prompt, Tally

PREFIX = "openai:"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is asked. ``price`` is for a million tokens read and written."""

    base_url: str = ""
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    retries: int = 4
    max_tokens: int = 4000
    price: tuple[float, float] = (0.0, 0.0)
    answers: str | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """The settings of an environment. Raises UsageError."""
        try:
            price = [float(p) for p in environment.get("DATELINE_LLM_PRICE", "0,0").split(",")]
            first, second = price
            return cls(
                base_url=environment.get("DATELINE_BASE_URL", ""),
                key=environment.get("OPENAI_API_KEY", ""),
                timeout=float(environment.get("DATELINE_LLM_TIMEOUT", "120")),
                retries=int(environment.get("DATELINE_LLM_RETRIES", "4")),
                max_tokens=int(environment.get("DATELINE_LLM_MAX_TOKENS", "4000")),
                price=(first, second),
                answers=environment.get("DATELINE_LLM_ANSWERS"),
            )
        except ValueError as error:
            way_out = "numbers: DATELINE_LLM_TIMEOUT=120 DATELINE_LLM_RETRIES=4 DATELINE_LLM_PRICE=0.15,0.60"
            raise UsageError(f"a setting of the language model is no number ({error})", way_out) from error


@dataclass(slots=True)
class Usage:
    """What asking cost so far."""

    calls: int = 0
    retries: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def cost(self, price: tuple[float, float]) -> float:
        """In the currency of the price."""
        return (self.tokens_in * price[0] + self.tokens_out * price[1]) / 1e6


class Server:
    """One model on one server."""

    def __init__(self, model: str, settings: Settings) -> None:
        self.model, self.settings, self.usage = model, settings, Usage()
        self._client: Any = None
        self._plain_schema = False  # the server knows json_object with a schema, but no json_schema

    def ask(self, prompt: Prompt) -> str:
        """The text of the answer. Raises NoAnswer; retries what may pass (429, 5xx, silence) with pauses that
        grow, or as long as the server asks for."""
        import openai

        where = self.settings.base_url or "the default server"
        try:
            raw = self._create(prompt)
        except (openai.BadRequestError, openai.UnprocessableEntityError, openai.InternalServerError) as error:
            # llama-cpp-python tells of a form of schema that it does not know with a 500
            told = getattr(error, "status_code", 0) < 500 or "response_format" in str(error)
            if self._plain_schema or not told:
                raise self._refused(error) from error
            self._plain_schema = True
            return self.ask(prompt)
        except openai.APITimeoutError as error:
            problem = f"{where} gave no answer within {self.settings.timeout:g} s"
            raise NoAnswer(problem, "raise DATELINE_LLM_TIMEOUT, or ask a faster model") from error
        except openai.APIConnectionError as error:
            raise NoAnswer(f"nobody answers at {where}", "start the server, or mend --base-url") from error
        except openai.RateLimitError as error:
            raise NoAnswer(
                f"{where} takes no more questions now (429)", "run the same command later; it goes on"
            ) from error
        except openai.APIStatusError as error:
            raise self._refused(error) from error
        except openai.OpenAIError as error:
            raise NoAnswer(
                f"{where}: {_short(error)}", "set OPENAI_API_KEY, or --base-url for a server of your own"
            ) from error
        except (ValueError, TypeError) as error:  # an answer that is no JSON at all
            raise NoAnswer(
                f"{where} answered what is no answer ({_short(error)})",
                "is it a server of OpenAI's protocol?",
            ) from error
        return self._text(raw)

    def _create(self, prompt: Prompt) -> Any:
        schema = {"name": "incidents", "strict": True, "schema": prompt.schema}
        wanted: dict[str, Any] = {"type": "json_schema", "json_schema": schema}
        if self._plain_schema:
            wanted = {"type": "json_object", "schema": prompt.schema}
        raw = self._connected().chat.completions.with_raw_response.create(
            model=self.model,
            messages=[{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
            response_format=wanted,
            temperature=0,
            max_tokens=self.settings.max_tokens,
        )
        self.usage.calls += 1
        self.usage.retries += getattr(raw, "retries_taken", 0) or 0
        return raw.parse()

    def _text(self, answer: Any) -> str:
        used = getattr(answer, "usage", None)
        self.usage.tokens_in += getattr(used, "prompt_tokens", 0) or 0
        self.usage.tokens_out += getattr(used, "completion_tokens", 0) or 0
        choices = getattr(answer, "choices", None) or []
        message = getattr(choices[0], "message", None) if choices else None
        if message is None:
            raise NoAnswer(f"{self.model} answered without a message", "is it a server of OpenAI's protocol?")
        if getattr(message, "refusal", None):
            raise NoAnswer(f"{self.model} refuses to read this report", "read it with another reader")
        return str(getattr(message, "content", None) or "")

    def _refused(self, error: Any) -> NoAnswer:
        where = self.settings.base_url or "the default server"
        hint = {
            401: "set OPENAI_API_KEY",
            403: "ask who runs the server",
            404: f"is {self.model!r} a model there?",
        }
        status = getattr(error, "status_code", 0)
        return NoAnswer(
            f"{where} refuses ({status}: {_short(error)})", hint.get(status, "try again later; it goes on")
        )

    def _connected(self) -> Any:
        if self._client is None:
            try:
                import openai
            except ImportError as error:
                raise UsageError(
                    "language models need the package openai", "pip install 'dateline[llm]'"
                ) from error
            self._client = openai.OpenAI(
                base_url=self.settings.base_url or None,
                api_key=self.settings.key or ("none" if self.settings.base_url else None),
                timeout=self.settings.timeout,
                max_retries=self.settings.retries,
            )
        return self._client


def _short(error: object) -> str:
    words = " ".join(str(error).split())
    return words if len(words) <= 120 else words[:119] + "…"


class Answers(MutableMapping[str, str]):
    """Answers in a file of JSON lines, each safe on the disk before the next question. A line that was broken
    off by a kill is passed over."""

    def __init__(self, path: Path) -> None:
        self._path, self._known = path, dict[str, str]()
        self._torn = False
        if path.is_file():
            content = path.read_bytes()
            self._torn = bool(content) and not content.endswith(b"\n")
            for line in content.splitlines():
                try:
                    one = json.loads(line)
                    self._known[str(one["question"])] = str(one["answer"])
                except (ValueError, KeyError, TypeError):
                    continue

    def __getitem__(self, question: str) -> str:
        return self._known[question]

    def __setitem__(self, question: str, answer: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"question": question, "answer": answer}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as out:
            out.write(("\n" if self._torn else "") + line + "\n")
            out.flush()
            os.fsync(out.fileno())
        self._torn = False
        self._known[question] = answer

    def __delitem__(self, question: str) -> None:
        del self._known[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


@lru_cache(maxsize=4)
def reader_of(name: str, settings: Settings) -> tuple[LanguageReader, Server]:
    """The reader called ``openai:MODEL``."""
    model = name.removeprefix(PREFIX)
    if not model:
        raise UsageError("which model?", "write --reader openai:MODEL")
    server = Server(model, settings)
    folder = settings.answers
    if folder is None:
        from dateline.resolve.where.gazetteer import cache_dir

        folder = str(cache_dir() / "answers")
    safe = "".join(c if c.isalnum() or c in "-._" else "-" for c in model)
    kept = Answers(Path(folder) / f"{safe}.jsonl") if folder else None
    return LanguageReader(model, server.ask, load("dateline"), kept), server


def spent(tally: Tally, server: Server) -> str:
    """What reading with a model took, in a line for a person."""
    used, price = server.usage, server.settings.price
    parts = [
        f"{tally.asked} report{'' if tally.asked == 1 else 's'} asked, {tally.kept} answers kept from before",
        f"{used.tokens_in} + {used.tokens_out} tokens",
        f"{tally.marks} quotes found in the text, {tally.quotes} not found and dropped",
    ]
    parts += [f"{tally.entries} entries of another form dropped"] if tally.entries else []
    parts += [f"{tally.masked} stretches that address a model blanked"] if tally.masked else []
    parts += [f"{used.retries} retries"] if used.retries else []
    parts += [f"{tally.again} answers asked for again"] if tally.again else []
    parts += [f"cost {used.cost(price):.4f}"] if any(price) else []
    return "; ".join(parts)
