"""The scorer's networks in torch, their training, and their weights as the arrays that `cleanpage.score.model` reads.

What keeps the keep network from learning outlets by heart, in the order of what it was worth: narrow embeddings, words and names and whole
feature groups that are dropped page by page, stretches of blocks that are cut out, dropout, weight decay, few epochs, and weights averaged
over the last third of training. The role networks have at most half as many labelled blocks; they want wide
embeddings and many steps, and several are righter than one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  (torch's own habit)

from cleanpage.score import second_look
from cleanpage.score.features import LOG_SCALE
from cleanpage.score.model import LEAST, ROLES, SECOND_REACHES, has_parts, parts
from examples import Example

GAP = 16  # empty blocks between two packed pages: no convolution reaches across (2 ** (layers - 1) <= 16)
CHANNELS, LAYERS, HEAD_CHANNELS = 64, 4, 96
MOST_COUNT = 4  # the log of how much a word may count beside others
VOCABULARY = 12_000


@dataclass(frozen=True)
class Recipe:
    """How a network is fitted; all numbers were chosen by cross-validation on outlets that the fit had not seen.

    thinned: share of words and of names that training leaves out; pages_without_*: share of pages that it shows none of their kind
    keep_loss, f1_loss, role_loss: weights of the cross-entropy over article text, of 1 - soft page F1, and of the roles' cross-entropy
    first_loss: weight of the cross-entropy over article text as the first look has it; None for a network that looks once
    counted: whether the fit finds how much each word counts beside others; for article text that was not tried
    """

    epochs: int
    blocks_a_batch: int
    word_width: int
    name_width: int
    thinned: float
    pages_without_words: float
    pages_without_names: float
    pages_without_group: float
    role_loss: float
    counted: bool
    keep_loss: float = 1.0
    first_loss: float | None = None
    f1_loss: float = 0.5
    dropout: float = 0.25
    rate: float = 3e-3
    decay: float = 0.05
    seed: int = 1


KEEP = Recipe(
    epochs=13, blocks_a_batch=5000, word_width=8, name_width=6, thinned=0.3,
    pages_without_words=0.3, pages_without_names=0.3, pages_without_group=0.15, role_loss=0.3, counted=False, first_loss=0.5,
)  # fmt: skip
ROLE = Recipe(
    epochs=20, blocks_a_batch=1500, word_width=24, name_width=12, thinned=0.15,
    pages_without_words=0.1, pages_without_names=0.15, pages_without_group=0.1, role_loss=1.0, counted=True, keep_loss=0.2, f1_loss=0.0,
)  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """Words, parts of other words behind them, and element names by row of their embedding, from 1; row 0 is the empty one."""

    words: Mapping[str, int]
    parts: Mapping[str, int]
    names: Mapping[str, int]


def vocabulary(examples: Sequence[Example], most: int) -> Vocabulary:
    """The words, parts of other words and names that stand on pages of the most outlets, 4 at least: rarer ones would teach the outlet."""
    said = {(e.page.group, word) for e in examples for block in e.features.words for word in block}
    words = _frequent(said, most)
    others = {(outlet, part) for outlet, word in said if word not in words and has_parts(word) for part in parts(word)}
    called = {(e.page.group, name) for e in examples for element in e.features.element_names for name in element}
    return Vocabulary(_rows(words), _rows(_frequent(others, most // 2), len(words)), _rows(_frequent(called, most // 3)))


def _frequent(pairs: Set[tuple[str, str]], most: int) -> Set[str]:
    outlets = Counter(word for _, word in pairs if "\n" not in word)
    often = sorted((word for word, count in outlets.items() if count >= 4), key=lambda word: (-outlets[word], word))
    return frozenset(often[:most])


def _rows(words: Iterable[str], before: int = 0) -> dict[str, int]:
    return {word: row for row, word in enumerate(sorted(words), before + 1)}


@dataclass(frozen=True)
class Numbers:
    """An example with its words and names as rows."""

    dense: Tensor
    words: Tensor
    word_starts: Tensor
    names: Tensor
    name_starts: Tensor
    chains: Tensor
    heads: Tensor
    keep: Tensor
    role: Tensor
    weight: Tensor


def numbers(example: Example, vocabulary: Vocabulary) -> Numbers:
    seen = example.features
    rows, starts = _flat(seen.words, vocabulary.words, vocabulary.parts)
    name_rows, name_starts = _flat(seen.element_names, vocabulary.names, {})
    return Numbers(
        torch.from_numpy(seen.dense),
        rows,
        starts,
        name_rows,
        name_starts,
        torch.from_numpy(seen.chains),
        torch.from_numpy(seen.heads),
        torch.from_numpy(example.labels.keep.astype(np.int64)),
        torch.from_numpy(example.labels.role.astype(np.int64)),
        torch.from_numpy(np.log1p(example.words)),
    )


def _flat(bags: Sequence[Sequence[str]], rows: Mapping[str, int], part_rows: Mapping[str, int]) -> tuple[Tensor, Tensor]:
    flat: list[int] = []
    starts = []
    for bag in bags:
        starts.append(len(flat))
        for word in bag:
            if word in rows:
                flat.append(rows[word])
            elif part_rows and has_parts(word):
                flat += [part_rows[part] for part in parts(word) if part in part_rows]
    return torch.tensor(flat, dtype=torch.long), torch.tensor(starts, dtype=torch.long)


@dataclass(frozen=True)
class Batch:
    """Pages behind each other with gaps between; `page` is the page's number for every block, `place` the row in the sequence."""

    dense: Tensor
    words: Tensor
    word_starts: Tensor
    names: Tensor
    name_starts: Tensor
    chains: Tensor
    heads: Tensor
    keep: Tensor
    role: Tensor
    weight: Tensor
    page: Tensor
    place: Tensor
    length: int
    pages: int


def pack(items: Sequence[Numbers], keep_rows: Sequence[Tensor | None]) -> Batch:
    """One batch of several pages; `keep_rows` says which blocks of each are left in (None: all)."""
    parts: dict[str, list[Tensor]] = {name: [] for name in Batch.__dataclass_fields__}
    at = at_row = elements = word_count = name_count = 0
    for number, (item, rows) in enumerate(zip(items, keep_rows, strict=True)):
        chosen = torch.arange(len(item.dense)) if rows is None else rows
        words, starts = _bags_of(item, chosen)
        parts["dense"].append(item.dense[chosen])
        parts["words"].append(words)
        parts["word_starts"].append(starts + word_count)
        parts["names"].append(item.names)
        parts["name_starts"].append(item.name_starts + name_count)
        chains = item.chains[chosen]
        parts["chains"].append(torch.where(chains >= 0, chains + elements, -1))
        parts["heads"].append(_moved(item.heads, chosen, at_row))
        for name in ("keep", "role", "weight"):
            parts[name].append(getattr(item, name)[chosen])
        parts["page"].append(torch.full((len(chosen),), number))
        parts["place"].append(torch.arange(len(chosen)) + at)
        at += len(chosen) + GAP
        at_row += len(chosen)
        word_count += len(words)
        name_count += len(item.names)
        elements += len(item.name_starts)
    joined = {name: torch.cat(tensors) for name, tensors in parts.items() if tensors}
    return Batch(**joined, length=at, pages=len(items))


def _moved(heads: Tensor, chosen: Tensor, first: int) -> Tensor:
    """Rows of heads among the chosen blocks of the batch; -1 where the head was left out."""
    place = torch.full((len(heads) + 1,), -1)
    place[chosen] = torch.arange(len(chosen)) + first
    return place[heads[chosen]]


def _bags_of(item: Numbers, chosen: Tensor) -> tuple[Tensor, Tensor]:
    """The words of the chosen blocks, and where each block's begin."""
    ends = torch.cat([item.word_starts[1:], torch.tensor([len(item.words)])])
    sizes = ends[chosen] - item.word_starts[chosen]
    starts = torch.cumsum(sizes, 0) - sizes
    source = torch.arange(int(sizes.sum())) - torch.repeat_interleave(starts - item.word_starts[chosen], sizes)
    return item.words[source], starts


class Bag(nn.Module):
    """The mean vector of the words of each bag; row 0 is no word and counts nothing. `counted`: fit how much the others count."""

    def __init__(self, rows: int, width: int, counted: bool) -> None:
        super().__init__()
        self.vectors = nn.Parameter(torch.randn(rows, width) * 0.1)
        self.counts = nn.Parameter(torch.zeros(rows), requires_grad=counted)  # logs of how much

    def table(self) -> Tensor:
        """A row a word: its vector times its count, then its count."""
        counts = torch.exp(self.counts.clamp(-MOST_COUNT, MOST_COUNT)) * (torch.arange(len(self.counts)) > 0)
        return torch.cat([self.vectors, torch.ones(len(counts), 1)], 1) * counts[:, None]

    def forward(self, rows: Tensor, starts: Tensor) -> Tensor:
        sums = F.embedding_bag(rows, self.table(), starts, mode="sum")
        return sums[:, :-1] / sums[:, -1:].clamp(min=LEAST)


class Network(nn.Module):
    """The same sums as `cleanpage.score.model.Networks`, with dropout; a test holds the two to each other, within what 16 bits round."""

    def __init__(self, columns: int, vocabulary: Vocabulary, groups: Sequence[Tensor], recipe: Recipe) -> None:
        super().__init__()
        self.groups = groups
        self.recipe = recipe
        self.dropout = nn.Dropout(recipe.dropout)
        self.register_buffer("mean", torch.zeros(columns))
        self.register_buffer("deviation", torch.ones(columns))
        self.words = Bag(len(vocabulary.words) + len(vocabulary.parts) + 1, recipe.word_width, recipe.counted)
        named = bool(vocabulary.names)
        self.names = Bag(len(vocabulary.names) + 1, recipe.name_width, recipe.counted) if named else None
        self.input = nn.Linear(columns + 2 * recipe.word_width + (4 * recipe.name_width if named else 0), CHANNELS)
        self.convs = nn.ModuleList(nn.Linear(3 * CHANNELS, CHANNELS) for _ in range(LAYERS))
        self.page = nn.Linear(CHANNELS, CHANNELS)
        if recipe.first_loss is not None:
            self.first = nn.Linear(CHANNELS, 1)
            self.second = nn.Linear(2 * CHANNELS + second_look.WIDTH, CHANNELS)
            self.again = nn.ModuleList(nn.Linear(3 * CHANNELS, CHANNELS) for _ in SECOND_REACHES)
        self.mixed = nn.Linear(CHANNELS + self.input.in_features, HEAD_CHANNELS)
        self.output = nn.Linear(HEAD_CHANNELS, 1 + len(ROLES))  # "article text or not", then a role each

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor | None]:
        """Logits of "article text" (blocks), of the roles (blocks, roles), and of "article text" as the first of two looks has it."""
        embedded = self._embed(batch)
        hidden = self._look(embedded, batch)
        first = None
        if self.recipe.first_loss is not None:
            first = self.first(self.dropout(hidden))[:, 0]
            hidden = self._look_again(hidden, torch.sigmoid(first), batch)
        mixed = F.relu(self.mixed(torch.cat([self.dropout(hidden), self.dropout(embedded)], 1)))
        said = self.output(self.dropout(mixed))
        return said[:, 0], said[:, 1:], first

    def _look(self, embedded: Tensor, batch: Batch) -> Tensor:
        hidden = self._scatter(self.dropout(F.relu(self.input(embedded))), batch)
        for layer, conv in enumerate(self.convs):
            hidden = self._convolved(conv, 2**layer, hidden, batch)
            if layer == 1:
                hidden = hidden + self._scatter(F.relu(self.page(self._page_mean(hidden, batch)))[batch.page], batch)
        return hidden[batch.place]

    def _look_again(self, looked: Tensor, chance: Tensor, batch: Batch) -> Tensor:
        words = torch.expm1(batch.dense[:, 0] * LOG_SCALE).clamp(max=second_look.MOST_WORDS)
        held = chance * words
        article = _by_page(looked * held[:, None], batch) / _by_page(held, batch).clamp(min=1e-3)[:, None]
        known = torch.cat([self.dropout(looked), _of_the_page(chance, words, batch), article[batch.page]], 1)
        hidden = self._scatter(looked + self.dropout(F.relu(self.second(known))), batch)
        for reach, conv in zip(SECOND_REACHES, self.again, strict=True):
            hidden = self._convolved(conv, reach, hidden, batch)
        return hidden[batch.place]

    def _convolved(self, conv: nn.Module, reach: int, hidden: Tensor, batch: Batch) -> Tensor:
        spread = F.relu(conv(_dilated(hidden, reach)))[batch.place]
        return hidden + self._scatter(self.dropout(spread), batch)

    def _embed(self, batch: Batch) -> Tensor:
        dense = ((batch.dense - self.mean) / self.deviation).clamp(-5, 5)
        words = self.words(self._thinned(batch.words), batch.word_starts)
        if self.training:
            dense = self._drop_groups(dense, batch)
            words = words * self._kept_pages(batch, self.recipe.pages_without_words)
        parts = [dense, words, torch.cat([words, words.new_zeros(1, words.shape[1])])[batch.heads]]
        if self.names is not None:
            named = self.names(self._thinned(batch.names), batch.name_starts)
            if self.training:
                named_pages = self._kept_pages(batch, self.recipe.pages_without_names)
            above = torch.cat([named, named.new_zeros(1, named.shape[1])])[batch.chains]
            slots = [above[:, 0], above[:, 1], above[:, 2], above[:, 3:].sum(1)]
            parts += [slot * named_pages for slot in slots] if self.training else slots
        return torch.cat(parts, 1)

    def _thinned(self, rows: Tensor) -> Tensor:
        return rows * (torch.rand(len(rows)) > self.recipe.thinned) if self.training else rows

    def _kept_pages(self, batch: Batch, rate: float) -> Tensor:
        """1 or 0 for every block, the same for all blocks of a page."""
        return (torch.rand(batch.pages) > rate).float()[batch.page][:, None]

    def _drop_groups(self, dense: Tensor, batch: Batch) -> Tensor:
        mask = torch.ones_like(dense)
        for columns in self.groups:
            mask[:, columns] *= self._kept_pages(batch, self.recipe.pages_without_group)
        return dense * mask

    def _scatter(self, rows: Tensor, batch: Batch) -> Tensor:
        """Rows to their places in the sequence; the gaps between pages stay zero."""
        return rows.new_zeros(batch.length, rows.shape[1]).index_copy(0, batch.place, rows)

    def _page_mean(self, hidden: Tensor, batch: Batch) -> Tensor:
        return _by_page(hidden[batch.place], batch) / torch.bincount(batch.page, minlength=batch.pages).clamp(min=1)[:, None]


def _dilated(hidden: Tensor, reach: int) -> Tensor:
    before = F.pad(hidden, (0, 0, reach, 0))[: len(hidden)]
    behind = F.pad(hidden, (0, 0, 0, reach))[reach:]
    return torch.cat([before, hidden, behind], 1)


def _by_page(rows: Tensor, batch: Batch) -> Tensor:
    """Sums over the blocks of each page."""
    return rows.new_zeros(batch.pages, *rows.shape[1:]).index_add(0, batch.page, rows)


def _of_the_page(chance: Tensor, words: Tensor, batch: Batch) -> Tensor:
    """`second_look.of_the_page` for the pages of a batch, with gradients."""
    held = chance * words
    sizes = torch.bincount(batch.page, minlength=batch.pages)
    ends = torch.cumsum(sizes, 0)
    start, end = (ends - sizes)[batch.page], ends[batch.page]
    held_sums, sums = _sums(held), _sums(words)
    order = torch.arange(len(chance))
    total = (held_sums[end] - held_sums[start]).clamp(min=1e-3)

    def within(sums: Tensor, reach: int) -> Tensor:
        return sums[torch.minimum(order + reach + 1, end)] - sums[torch.maximum(order - reach, start)]

    around = [within(held_sums, reach) for reach in second_look.REACHES]
    columns = [chance, (held_sums[:-1] - held_sums[start]) / total]
    columns += [kept / total for kept in around]
    columns += [kept / within(sums, reach).clamp(min=1) for kept, reach in zip(around, second_look.REACHES, strict=True)]
    most = around[1].new_zeros(batch.pages).scatter_reduce(0, batch.page, around[1], "amax")
    columns.append(around[1] / most[batch.page].clamp(min=1e-3))
    columns += [torch.log1p(total) / 8, total / (sums[end] - sums[start]).clamp(min=1)]
    above = batch.chains[:, 1]
    parent = torch.where(above >= 0, above, above.max() + 1 + batch.page)  # what stands in none stands in its page
    kept, everything = (values.new_zeros(int(parent.max()) + 1).index_add(0, parent, values) for values in (held, words))
    columns.append((kept / everything.clamp(min=1))[parent])
    return torch.stack([column.float() for column in columns], 1)


def _sums(column: Tensor) -> Tensor:
    return torch.cat([column.new_zeros(1, dtype=torch.float64), torch.cumsum(column.double(), 0)])


def fit(examples: Sequence[Example], columns: Sequence[str], seed: int, say: Callable[[str], None]) -> dict[str, NDArray[np.generic]]:
    """Train a keep network and two role networks on these examples; returns the arrays of the .npz file.

    Only the first role network reads parts of words: two that read differently err in different places. The mean of two is righter than
    one (docs/scoring.md), and costs 1 ms a page.
    """
    known = vocabulary(examples, VOCABULARY)
    whole = replace(known, parts={})
    shown = [e for e in examples if len(e.texts)]
    ways = len({e.way for e in examples})  # a page that comes in two ways is seen twice an epoch

    def trained(chosen: Sequence[Example], read: Vocabulary, recipe: Recipe) -> nn.Module:
        recipe = replace(recipe, seed=seed, epochs=recipe.epochs * 2 // (ways + 1))
        return _trained([numbers(e, read) for e in chosen], columns, read, recipe, say)

    say("  keep network")
    arrays = _arrays("keep", trained(shown, whole, KEEP), slice(None))
    labelled = [e for e in shown for _ in range(_times(e))]
    for number, read in enumerate((known, whole), 1):
        say(f"  role network {number}")
        arrays |= _arrays(f"role{number}", trained(labelled, read, ROLE), slice(1, None))
    lists = {"word_list": [*known.words, *known.parts], "name_list": list(known.names)}
    arrays |= {key: _padded(table, 1 + len(lists["word_list"])) for key, table in arrays.items() if key.endswith("/words")}
    return arrays | {name: np.frombuffer("\n".join(listed).encode(), np.uint8) for name, listed in lists.items()}


def _padded(table: NDArray[np.generic], rows: int) -> NDArray[np.generic]:
    """A table with rows of zeros for the words behind its own."""
    return np.pad(table, ((0, rows - len(table)), (0, 0)))


def _times(example: Example) -> int:
    """How often an epoch shows a page to a role network: pages that people labelled whole twice, those that we read ourselves once."""
    if not (example.labels.role >= 0).any():
        return 0
    return 2 if example.page.labelled in ("all", "chrome") else 1


def _trained(items: Sequence[Numbers], columns: Sequence[str], known: Vocabulary, recipe: Recipe, say: Callable[[str], None]) -> nn.Module:
    torch.manual_seed(recipe.seed)
    torch.set_flush_denormal(True)
    torch.set_num_threads(1)  # the products are small: a second thread costs more than it saves, and sums would differ between machines
    rng = np.random.default_rng(recipe.seed)
    net = Network(len(columns), known, _groups(columns), recipe)
    _standardise(net, items)
    role_weights = _role_weights(items)
    optimiser = torch.optim.AdamW(_decayed(net, recipe), lr=recipe.rate, betas=(0.9, 0.99))
    batches_an_epoch = sum(1 for _ in _batches(items, recipe, np.random.default_rng(0)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=int(recipe.epochs * batches_an_epoch * 1.1) + 10)
    averaged = torch.optim.swa_utils.AveragedModel(net, use_buffers=False)
    for epoch in range(recipe.epochs):
        net.train()
        losses = []
        for batch in _batches(items, recipe, rng):
            loss = _loss(*net(batch), batch, recipe, role_weights)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        if epoch >= recipe.epochs * 2 // 3:
            averaged.update_parameters(net)
        say(f"    epoch {epoch + 1}: loss {np.mean(losses):.4f}")
    averaged.module.load_state_dict(averaged.module.state_dict() | {"mean": net.mean, "deviation": net.deviation})
    module: nn.Module = averaged.module
    return module


def _decayed(net: Network, recipe: Recipe) -> list[dict[str, object]]:
    """Embeddings decay harder: a word seen on few pages must stay near zero."""
    embeddings = [parameter for name, parameter in net.named_parameters() if name.endswith(".vectors")]
    others = [parameter for name, parameter in net.named_parameters() if not name.endswith(".vectors")]
    return [{"params": others, "weight_decay": recipe.decay}, {"params": embeddings, "weight_decay": 2 * recipe.decay}]


_HINT_GROUP = ("is the headline", "in the title", "in the description", "in the stated body", "a body is stated", "names the author")


def _groups(columns: Sequence[str]) -> list[Tensor]:
    """Columns that tell the same thing, so that the network learns to do without each."""
    tests: list[Callable[[str], bool]] = [
        lambda c: c in _HINT_GROUP,
        lambda c: "headline" in c,
        lambda c: c.startswith("page:"),
        lambda c: c.endswith(" up"),
        lambda c: "alike" in c,
        lambda c: c.startswith(("tag ", "wholly ", "kind ")),
        lambda c: c.startswith("under "),
        lambda c: " within " in c,
        lambda c: c.startswith(("place", "words before", "prose before")),
        lambda c: c.startswith("said "),
        lambda c: c.startswith("rare words"),
        lambda c: c.startswith("address:"),
        lambda c: c.startswith(("empty lines", "gaps", "indent", "bullet")),
    ]
    found = [torch.tensor([i for i, column in enumerate(columns) if test(column)], dtype=torch.long) for test in tests]
    return [group for group in found if len(group)]


def _standardise(net: Network, items: Sequence[Numbers]) -> None:
    dense = torch.cat([item.dense for item in items])
    net.mean.copy_(dense.mean(0))
    net.deviation.copy_(dense.std(0).clamp(min=0.05))


def _batches(items: Sequence[Numbers], recipe: Recipe, rng: np.random.Generator) -> Iterable[Batch]:
    chosen: list[Numbers] = []
    rows: list[Tensor | None] = []
    blocks = 0
    for i in rng.permutation(len(items)):
        kept = _cut(len(items[i].dense), rng)
        chosen.append(items[i])
        rows.append(kept)
        blocks += len(kept)
        if blocks >= recipe.blocks_a_batch:
            yield pack(chosen, rows)
            chosen, rows, blocks = [], [], 0
    if blocks:
        yield pack(chosen, rows)


MOST_BLOCKS = 600  # of a longer page, training sees a window: lists of thousands of links would be most of what it sees


def _cut(blocks: int, rng: np.random.Generator) -> Tensor:
    """The blocks that training sees of a page: now and then a stretch is missing, as on pages that were cut short."""
    kept = np.ones(blocks, bool)
    if blocks > MOST_BLOCKS:
        start = rng.integers(0, blocks - MOST_BLOCKS)
        kept[:start] = kept[start + MOST_BLOCKS :] = False
    elif blocks > 8 and rng.random() < 0.35:
        size = int(blocks * rng.uniform(0.02, 0.3))
        start = rng.integers(0, blocks - size)
        kept[start : start + size] = False
    return torch.from_numpy(np.flatnonzero(kept))


def _loss(keep: Tensor, role: Tensor, first: Tensor | None, batch: Batch, recipe: Recipe, role_weights: Tensor) -> Tensor:
    """Cross-entropy by the words of a block, of the first look too, a soft page F1, and the roles' cross-entropy."""
    known = batch.keep >= 0
    truth = batch.keep.clamp(min=0).float()
    weight = batch.weight * known

    def entropy(logits: Tensor) -> Tensor:
        return (F.binary_cross_entropy_with_logits(logits, truth, reduction="none") * weight).sum() / weight.sum().clamp(min=1)

    loss = recipe.keep_loss * entropy(keep) + recipe.role_loss * _role_loss(role, batch, role_weights)
    if first is not None and recipe.first_loss is not None:
        loss = loss + recipe.first_loss * entropy(first)
    if recipe.f1_loss:
        loss = loss + recipe.f1_loss * (1 - _soft_f1(torch.sigmoid(keep), truth, weight, batch))
    return loss


def _soft_f1(probability: Tensor, truth: Tensor, weight: Tensor, batch: Batch) -> Tensor:
    words = torch.expm1(weight)

    def by_page(values: Tensor) -> Tensor:
        return values.new_zeros(batch.pages).index_add(0, batch.page, values * words)

    hit, said, true = by_page(probability * truth), by_page(probability), by_page(truth)
    some = true > 0
    return (2 * hit / (said + true).clamp(min=1))[some].mean() if some.any() else hit.new_ones(())


def _role_loss(role: Tensor, batch: Batch, role_weights: Tensor) -> Tensor:
    labelled = batch.role >= 0
    if not labelled.any():
        return role.new_zeros(())
    return F.cross_entropy(role[labelled], batch.role[labelled], weight=role_weights)


def _role_weights(items: Sequence[Numbers]) -> Tensor:
    """Rare roles count more, by the root of how rare they are: every role is to be told, but a menu still is what most blocks are."""
    labelled = torch.cat([item.role[item.role >= 0] for item in items])
    counts = torch.bincount(labelled, minlength=len(ROLES)).clamp(min=1).float()
    return (counts.mean() / counts).sqrt().clamp(0.3, 5)


def _arrays(name: str, net: nn.Module, outputs: slice) -> dict[str, NDArray[np.generic]]:
    """Weights as float16, but for what scales the features; linear weights as (inputs, outputs), of the last layer these outputs only."""
    bags = {layer: bag for layer, bag in net.named_children() if isinstance(bag, Bag)}
    arrays: dict[str, NDArray[np.generic]] = {f"{name}/{layer}": _halved(bag.table().detach()) for layer, bag in bags.items()}
    for key, tensor in net.state_dict().items():
        layer, _, part = key.replace("convs.", "conv").replace("again.", "again").rpartition(".")
        if not layer:
            arrays[f"{name}/{part}"] = tensor.numpy()
        elif layer not in bags:
            arrays[f"{name}/{layer}.{part}"] = _halved(tensor[outputs] if layer == "output" else tensor).T
    return arrays


def _halved(tensor: Tensor) -> NDArray[np.float16]:
    array: NDArray[np.float16] = tensor.numpy().astype(np.float16)
    return array
