"""The network: a MiniLM encoder, a head that finds cues, and a tagger that reads each cue's source and content.

The tagger answers, for one cue at a time, which pieces are its source and which its content. So one source may
serve several cues, a content may lie in pieces, and one statement may stand inside the content of another.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.model.encode import Case, Marking

LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
TAGGER_WIDTH = 128
DROPOUT = 0.1
REACH = 160  # pieces: beyond it all distances from the cue count as the same
CUE_TAGS = 3  # O, B, I
HABITS = 8  # who annotated: not told, this project, PolNeAR's six annotators
TAGS = 5  # O, B-source, I-source, B-content, I-content


class Layer(nn.Module):
    """One transformer layer of BERT. Dropout on attention would triple the time of a step on a CPU; it has none."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = self.norm1(x + self._drop(self.mix(attended.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm2(x + self._drop(self.narrow(F.gelu(self.widen(x)))))

    def _drop(self, x: Tensor) -> Tensor:
        return drop_features(x) if self.training else x


def drop_features(x: Tensor) -> Tensor:
    """Dropout of whole features of a window: as many random numbers as features, not as activations."""
    return x * F.dropout(x.new_ones(x.shape[0], 1, x.shape[2]), DROPOUT)


class Encoder(nn.Module):
    """MiniLM-L6 with two more embeddings: how a word is written, and where it stands to quotation marks.

    A third, of whose habits of annotation a text follows, is there for training only.
    """

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(30522, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.case = nn.Embedding(Case.COUNT, WIDTH)
        self.quote = nn.Embedding(Marking.COUNT, WIDTH)
        self.habit = nn.Embedding(HABITS, WIDTH)
        nn.init.zeros_(self.habit.weight)
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.quote.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.cues = nn.Linear(WIDTH, CUE_TAGS)

    def forward(self, rows: Tensor, habits: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Rows (batch, 3, length) of ids, case, quote → hidden (batch, length, 384), cue logits (batch, length, 3).

        `habits` (batch,) are in training the numbers of who annotated.
        """
        ids, case, quote = rows.unbind(1)
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.position(places) + self.case(case) + self.quote(quote)
        x = self.norm(x if habits is None else x + self.habit(habits)[:, None])
        bias = torch.zeros(ids.shape, dtype=x.dtype, device=x.device).masked_fill(ids == 0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x, self.cues(drop_features(x) if self.training else x)


class Block(nn.Module):
    """A dilated convolution along the pieces, added to its input."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(TAGGER_WIDTH)
        self.convolve = nn.Conv1d(TAGGER_WIDTH, TAGGER_WIDTH, 3, padding=dilation, dilation=dilation)

    def forward(self, x: Tensor) -> Tensor:
        return x + F.gelu(self.convolve(self.norm(x).transpose(1, 2))).transpose(1, 2)


class Tagger(nn.Module):
    """For each cue, a tag of every piece of its window."""

    def __init__(self) -> None:
        super().__init__()
        self.piece = nn.Linear(WIDTH, TAGGER_WIDTH)
        self.piece_gate = nn.Linear(WIDTH, TAGGER_WIDTH)
        self.cue = nn.Linear(WIDTH, TAGGER_WIDTH)
        self.cue_gate = nn.Linear(WIDTH, TAGGER_WIDTH)
        self.distance = nn.Embedding(2 * REACH + 1, TAGGER_WIDTH)
        self.is_cue = nn.Embedding(2, TAGGER_WIDTH)
        self.other_cue = nn.Linear(1, TAGGER_WIDTH)
        nn.init.normal_(self.distance.weight, std=0.1)
        nn.init.normal_(self.is_cue.weight, std=0.1)
        self.blocks = nn.ModuleList(Block(d) for d in (1, 2, 4))
        self.norm = nn.LayerNorm(TAGGER_WIDTH)
        self.tags = nn.Linear(TAGGER_WIDTH, TAGS)

    def forward(self, hidden: Tensor, cue_logits: Tensor, window: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Tag logits (cues, length, 5) for cues [first, last) of the windows with the numbers `window`.

        `hidden` (batch, length, 384) and `cue_logits` (batch, length, 3) come from the encoder.
        """
        length = hidden.shape[1]
        places = torch.arange(length, device=hidden.device)[None]
        inside = (places >= first[:, None]) & (places < last[:, None])
        cue = (hidden[window, first] + hidden[window, last - 1]) / 2
        distance = (places - first[:, None]).clamp(-REACH, REACH) + REACH
        likely_cue = 1 - cue_logits.detach().softmax(-1)[..., :1]
        x = (
            self.piece(hidden)[window]
            + self.cue(cue)[:, None]
            + self.piece_gate(hidden)[window] * self.cue_gate(cue)[:, None]
            + self.distance(distance)
            + self.is_cue(inside.long())
            + self.other_cue(likely_cue)[window]
        )
        for block in self.blocks:
            x = block(x)
        return self.tags(F.gelu(self.norm(x)))


class Network(nn.Module):
    """Encoder, tagger and the scores of one tag following another."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.tagger = Tagger()
        self.follow = nn.Parameter(torch.zeros(TAGS, TAGS))

    def tag_loss(self, logits: Tensor, tags: Tensor, is_piece: Tensor) -> Tensor:
        """Mean negative log-likelihood of the tag sequences, as a linear-chain conditional random field.

        `tags` (cues, length); `is_piece` (cues, length) is false on padding, which stands at the end.
        """
        follow = self.follow + forbidden_steps(logits.device)
        path = logits.gather(2, tags[..., None])[..., 0] * is_piece
        steps = follow[tags[:, :-1], tags[:, 1:]] * is_piece[:, 1:]
        total = logits[:, 0] + forbidden_starts(logits.device)
        for at in range(1, logits.shape[1]):
            onward = torch.logsumexp(total[:, :, None] + follow, 1) + logits[:, at]
            total = torch.where(is_piece[:, at, None], onward, total)
        return (torch.logsumexp(total, 1) - path.sum(1) - steps.sum(1)).mean()


def forbidden_steps(device: torch.device | None = None) -> Tensor:
    """(5, 5): a large negative score where an inside tag would follow anything but its own kind."""
    steps = torch.zeros(TAGS, TAGS, device=device)
    for inside in (2, 4):
        for before in range(TAGS):
            if before not in (inside, inside - 1):
                steps[before, inside] = -1e4
    return steps


def forbidden_starts(device: torch.device | None = None) -> Tensor:
    """(5,): the same for the first piece."""
    return torch.tensor([0.0, 0.0, -1e4, 0.0, -1e4], device=device)


def load_minilm(encoder: Encoder, path: Path) -> None:
    """Fill the encoder from the published MiniLM-L6 weights (a safetensors file with BERT's names)."""
    given = {name.removeprefix("bert."): value.float() for name, value in load_file(path).items()}
    own: dict[str, Tensor] = {
        "word.weight": given["embeddings.word_embeddings.weight"],
        "position.weight": given["embeddings.position_embeddings.weight"],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    own["position.weight"] = own["position.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    for number in range(LAYERS):
        theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
        for kind in ("weight", "bias"):
            parts = [given[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            own[f"{ours}qkv.{kind}"] = torch.cat(parts)
            own[f"{ours}mix.{kind}"] = given[f"{theirs}attention.output.dense.{kind}"]
            own[f"{ours}norm1.{kind}"] = given[f"{theirs}attention.output.LayerNorm.{kind}"]
            own[f"{ours}widen.{kind}"] = given[f"{theirs}intermediate.dense.{kind}"]
            own[f"{ours}narrow.{kind}"] = given[f"{theirs}output.dense.{kind}"]
            own[f"{ours}norm2.{kind}"] = given[f"{theirs}output.LayerNorm.{kind}"]
    missing, unexpected = encoder.load_state_dict(own, strict=False)
    expected = {"case.weight", "quote.weight", "habit.weight", "cues.weight", "cues.bias"}
    if unexpected or set(missing) != expected:
        raise ValueError(f"not MiniLM-L6 weights: missing {set(missing) - expected}, unexpected {unexpected}")
