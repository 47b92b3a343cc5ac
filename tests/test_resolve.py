import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.resolve import resolve
from sayso.types import Quote, Report, SourceType, Span, Statement, VoiceKind


def read(text, *statements):
    """Resolve statements given as (source words, options); a source is its first place after the one before."""
    report = Report(id="r1", text=text)
    made, at = [], 0
    for number, (words, options) in enumerate(statements):
        start = text.index(words, options.pop("after", at)) if words else at
        source = (Span(start, start + len(words)),) if words else ()
        sentences = [Span(m.start(), m.end()) for m in re.finditer(r"[^.\n]+\.?", text)]
        sentence = tuple(s for s in sentences if s.start <= start < s.end)
        cue = options.pop("cue", (Span(start, start),))
        made.append(Statement(id=str(number), source=source, cue=cue, sentence=sentence, **options))
        at = start + len(words)
    voices, filled = resolve(report, made)
    named = {voice.id: voice for voice in voices}
    return [(named.get(statement.voice), statement.source_type) for statement in filled]


def read_one(text, words, **options):
    return read(text, (words, options))[0]


def name_of(found):
    return found[0].name if found[0] else None


@pytest.mark.parametrize(
    ("text", "source", "name", "source_type"),
    [
        ("Senator Ann Reed of Ohio, a Navy veteran, said it.",
         "Senator Ann Reed of Ohio, a Navy veteran", "Ann Reed", "named_person"),
        ("Mr. Odo said no. The plan is Karl Odo's own.", "Mr. Odo", "Karl Odo", "named_person"),
        ("The port's coach, Ana de Luz, said no.", "The port's coach, Ana de Luz", "Ana de Luz", "named_person"),
        ("A lawyer for Tom Reed said no.", "A lawyer for Tom Reed", "a lawyer for Tom Reed", "unnamed_person"),
        ("A paper seized in the raid says so.", "A paper seized in the raid", "paper seized in the raid", "document"),
        ("Two pilots who were there said no.", "Two pilots who were there",
         "two pilots who were there", "anonymous_source"),
        ("The secretary of state’s office said no.", "The secretary of state’s office",
         "secretary of state’s office", "named_organization"),
        ("Secretary of State Ilmo Karr said no.", "Secretary of State Ilmo Karr", "Ilmo Karr", "named_person"),
        ("The bank, Odo Mutual, said no.", "The bank, Odo Mutual", "Odo Mutual", "named_organization"),
        ("The welder, Ilmo Karr, said no.", "The welder, Ilmo Karr", "Ilmo Karr", "named_person"),
        ("The charity Open Quay said no.", "The charity Open Quay", "Open Quay", "named_organization"),
        ("the Odo news agency said so. The news agency Odo is old.", "the Odo news agency", "Odo", "outlet"),
        ("A group called Dry Feet said no.", "A group called Dry Feet", "Dry Feet", "named_organization"),
        ("A sailor who gave his name only as Odo said no.",
         "A sailor who gave his name only as Odo", "Odo", "named_person"),
        ("Odo Ferries said no.", "Odo Ferries", "Odo Ferries", "named_organization"),
        ("A receptionist said no.", "A receptionist", "a receptionist", "unnamed_person"),
        ("the head of the rebel group Omar al-Zubi said no.",
         "the head of the rebel group Omar al-Zubi", "Omar al-Zubi", "named_person"),
        ("Officials at the port said no.", "Officials", "officials", "anonymous_source"),
        ("Two senior officials said no.", "Two senior officials", "two senior officials", "anonymous_source"),
        ("People familiar with the talks said no.",
         "People familiar with the talks", "people familiar with the talks", "anonymous_source"),
        ("Harbour Board officials said no.", "Harbour Board officials", "Harbour Board", "named_organization"),
        ("French officials said no.", "French officials", "French officials", "anonymous_source"),
        ("A spokeswoman for the Harbour Board said no.",
         "A spokeswoman for the Harbour Board", "Harbour Board", "named_organization"),
        ("The Harbour Gazette reported it.", "The Harbour Gazette", "Harbour Gazette", "outlet"),
        ("Reuters reported it.", "Reuters", "Reuters", "outlet"),
        ("the Harbour Gazette report that it sank", "the Harbour Gazette report", "Harbour Gazette", "outlet"),
        ("A recent survey found it.", "A recent survey", "recent survey", "document"),
        ("A teacher said no.", "A teacher", "a teacher", "unnamed_person"),
        ("Residents near the port said no.", "Residents near the port", "residents near the port", "unnamed_group"),
        ("Some of the fishermen said no.", "Some of the fishermen", "some of the fishermen", "unnamed_group"),
        ("The Kremlin said no.", "The Kremlin", "Kremlin", "named_organization"),
        ("A bank said no.", "A bank", "a bank", "unnamed_group"),
        ("A bank spokeswoman said no.", "A bank spokeswoman", "a bank", "named_organization"),
        ("The team said no.", "The team", "team", "unnamed_group"),
        ("One of the letters says so.", "One of the letters", "one of the letters", "document"),
        ("The head of search Ilmo Karr said no.", "The head of search Ilmo Karr", "Ilmo Karr", "named_person"),
        ("His sister Ada said no.", "His sister Ada", "Ada", "named_person"),
        ("A rival, Dagens Kaj, said no.", "A rival, Dagens Kaj", "Dagens Kaj", "outlet"),
        ("The owner, Odo Coaches, said no.", "The owner, Odo Coaches", "Odo Coaches", "named_organization"),
        ("The portal “Open Quay” said no.", "The portal “Open Quay”", "Open Quay", "outlet"),
        ("The press service of the company Odo said no.",
         "The press service of the company Odo", "Odo", "named_organization"),
        ("A clerk said on condition of anonymity that it was late.", "A clerk", "a clerk", "anonymous_source"),
        ("Iceland's Fisheries Authority said no.",
         "Iceland's Fisheries Authority", "Fisheries Authority of Iceland", "named_organization"),
    ],
)  # fmt: skip
def test_resolve_names_a_source(text, source, name, source_type):
    voice, found = read_one(text, source)
    assert (voice.name, found.value) == (name, source_type)


def test_resolve_makes_one_voice_of_full_name_short_name_and_pronoun():
    text = "Tom Reed, the mayor, said no. He said so twice. Reed added that it was late."
    found = read(text, ("Tom Reed", {}), ("He", {}), ("Reed", {}))
    assert {name_of(f) for f in found} == {"Tom Reed"}
    assert len({f[0].id for f in found}) == 1
    assert "He" not in found[0][0].aliases


def test_resolve_tells_she_from_he():
    text = "Anna Holt met Tom Reed at the port. Holt said no. She said it was late."
    assert name_of(read(text, ("Holt", {"after": 36}), ("She", {}))[1]) == "Anna Holt"


def test_resolve_gives_the_newspaper_the_outlet_named_last():
    text = "The Harbour Gazette reported a fire. The Gazette said it was out. The newspaper added more."
    found = read(text, ("The Harbour Gazette", {}), ("The Gazette", {}), ("The newspaper", {}))
    assert [name_of(f) for f in found] == ["Harbour Gazette"] * 3
    assert {f[1] for f in found} == {SourceType.OUTLET}


def test_resolve_follows_a_common_noun_to_its_body():
    text = "The Danish embassy in Oslo denied it. Later the embassy wrote more."
    found = read(text, ("The Danish embassy in Oslo", {}), ("the embassy", {}))
    assert [name_of(f) for f in found] == ["Danish embassy in Oslo"] * 2


def test_resolve_spells_out_initials():
    text = "The National Harbour Board met on Monday. The NHB said no."
    assert name_of(read_one(text, "The NHB")) == "National Harbour Board"


def test_resolve_gives_i_the_speaker_and_we_the_body_that_is_spoken_for():
    text = "“I regret it, we all do,” said Ann Reed, a spokeswoman for the Harbour Board."
    source = {"content": (Span(0, 25),), "after": 31}
    found = read(text, ("Ann Reed, a spokeswoman for the Harbour Board", source),
                 ("I", {"after": 0, "parent": "0"}), ("we", {"after": 0, "parent": "0"}))  # fmt: skip
    assert [name_of(f) for f in found] == ["Ann Reed", "Ann Reed", "Harbour Board"]
    assert found[0][0].speaks_for == "Harbour Board"


def test_resolve_gives_a_quotation_that_goes_on_the_voice_before():
    text = "“No,” said Ann Reed. “Never.”"
    found = read(text, ("Ann Reed", {}), ("", {"cue": (), "quote": Quote.DIRECT, "content": (Span(22, 30),)}))
    assert found[1] == found[0]


def test_resolve_leaves_a_passive_without_voice():
    assert read_one("It is believed that it sank.", "") == (None, SourceType.UNATTRIBUTED)


def test_resolve_names_whose_relative_speaks():
    text = "Tom Reed was out. His sister said no."
    voice, found = read_one(text, "His sister")
    assert (voice.name, voice.named, found) == ("Tom Reed's sister", False, SourceType.UNNAMED_PERSON)


def test_resolve_gives_the_mayor_the_name_of_who_holds_the_office():
    text = "Mayor Ann Reed opened the port. Crowds came. The mayor said it was late."
    assert name_of(read_one(text, "The mayor")) == "Ann Reed"


@pytest.mark.parametrize(
    ("text", "title", "justification"),
    [
        ("Republican Senator Ann Reed of Ohio, a retired nurse, said no.",
         "Republican Senator … of Ohio … a retired nurse", None),
        ("It was late, said Ann Reed, director of the port, who was there.", "director of the port", "who was there"),
        ("Ann Reed, a neighbour of the mayor, said no.", None, "a neighbour of the mayor"),
        ("The union's president, Ann Reed, said no.", "The union's president", None),
        ("Ann Reed said no. Later, harbour pilot Ann Reed left.", "harbour pilot", None),
        ("Ann Reed, said to be ill, told us no.", None, None),
    ],
)  # fmt: skip
def test_resolve_gives_title_and_justification(text, title, justification):
    voice, _ = read_one(text, "Ann Reed")
    assert (voice.title, voice.justification) == (title, justification)


def test_resolve_is_not_led_astray_by_a_headline():
    text = "Mayor Opens New Port After Long Fight\n\nThe mayor, Ann Reed, said it was late."
    assert name_of(read_one(text, "The mayor, Ann Reed")) == "Ann Reed"


def test_resolve_gives_the_same_ids_each_time_and_kinds():
    text = "Ann Reed said no. The Harbour Board said yes."
    first, second = (read(text, ("Ann Reed", {}), ("The Harbour Board", {})) for _ in range(2))
    assert first == second
    assert [f[0].kind for f in first] == [VoiceKind.PERSON, VoiceKind.ORGANIZATION]
    assert all(re.fullmatch("v[0-9a-f]{12}", f[0].id) for f in first)


_WORDS = st.sampled_from(
    ["Ann Reed", "he", "said", "“", "”", "the", "\n", ",", "Mr.", "of", "U.S.", "\x00", "İ", "’s", "spokesman for",
     "who", "The Times", "one of", "his father", "&", "and", "-", "", "Council", "they"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, max_size=30), st.data())
def test_resolve_never_raises_and_keeps_order(words, data):
    text = " ".join(words)
    places = st.integers(0, len(text))
    statements = []
    for number in range(4):
        start, end = sorted((data.draw(places), data.draw(places)))
        parent = data.draw(st.sampled_from([None, "0", "1", "2", "gone"]))
        statements.append(Statement(id=str(number), parent=parent, source=(Span(start, end),), content=(Span(0, end),)))
    voices, filled = resolve(Report(id="r", text=text), statements)
    assert [s.id for s in filled] == [s.id for s in statements]
    assert {s.voice for s in filled if s.voice} == {v.id for v in voices}


def test_resolve_tells_namesakes_apart_by_first_name_initial_and_gender():
    text = "Tom Reed met Anna Reed and Karl Reed. Mr. Karl Reed left. K. Reed wrote. Ms. Reed stayed."
    found = read(text, ("Karl Reed", {}), ("K. Reed", {}), ("Ms. Reed", {}))
    assert [name_of(f) for f in found] == ["Karl Reed", "Karl Reed", "Anna Reed"]


def told_in(line, count):
    """The statements of a report of so many lines, `line` with a number spelt out in it, each with one source."""
    spelt = ["".join("abcdefghij"[int(digit)] for digit in str(number)) for number in range(count)]
    lines = [line.format(word.title()) for word in spelt]
    text, statements, at = "\n".join(lines), [], 0
    for number, written in enumerate(lines):
        source = (Span(at, at + written.index(" said")),)
        statements.append(Statement(id=str(number), source=source, sentence=(Span(at, at + len(written)),)))
        at += len(written) + 1
    return resolve(Report(id="r", text=text), statements)[1]


@pytest.mark.parametrize(
    "line",
    ["Ann {} Smith said no.", "Tom{} Smith said no.", "Smith Tom{} said no.", "The {} Board said no.",
     "The mayor said no to Tom{} Reed.", "He said no to Tom{} Reed.", "The {} company said no.",
     "Its report said {}.", "His wife said {}.", "Their lawyers said {}."],
)  # fmt: skip
def test_resolve_takes_thousands_of_names(line):
    assert len(told_in(line, 1600)) == 1600


def test_resolve_reads_no_names_in_the_gap_of_a_split_source():
    text = "Ann Reed met " + "Karl Odo, " * 20_000 + "the pilot of the port."
    source = (Span(0, 8), Span(len(text) - 22, len(text) - 1))
    voices, _ = resolve(Report(id="r", text=text), [Statement(id=str(i), source=source) for i in range(500)])
    assert [voice.name for voice in voices] == ["Ann Reed"]


@pytest.mark.parametrize(
    "text", ["A" * 300_000, "Ab " * 60_000, "Council of " * 20_000, "Ann Reed, " * 20_000, "“" * 100_000]
)
def test_resolve_survives_hostile_text(text):
    statements = [Statement(id=str(i), source=(Span(i * 100, i * 100 + 60),)) for i in range(200)]
    assert len(resolve(Report(id="r", text=text), statements)[1]) == 200


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        ("Tom Reed was fined. His lawyers said no.", ["His lawyers"], ["Tom Reed's lawyers"]),
        ("The Harbour Board met. Its report says so.", ["Its report"], ["Harbour Board's report"]),
        ("The Harbour Board said no. Its spokesman said so.", ["The Harbour Board", "Its spokesman"],
         ["Harbour Board"] * 2),
        ("Odo Ferries, a company from Hull, sank. The company said no.", ["The company"], ["Odo Ferries"]),
        ("The ferry left Ellmouth. Odo Ferries built it in Ellmouth. The company said no.", ["The company"],
         ["Odo Ferries"]),
        ("The weekly Open Quay reported it. The weekly said more.", ["The weekly Open Quay", "The weekly"],
         ["Open Quay"] * 2),
        ("Two people familiar with it said no. One of them said yes.",
         ["Two people familiar with it", "One of them"],
         ["two people familiar with it", "one of the two people familiar with it"]),
        ("Two pilots said no. Neither would stay.", ["Two pilots", "Neither"], ["two pilots"] * 2),
        ("Three officials with access to it said no. The officials said more.",
         ["Three officials with access to it", "The officials"], ["three officials with access to it"] * 2),
        ("An inner memo says so. The memo adds more.", ["An inner memo", "The memo"], ["inner memo"] * 2),
        ("A welder said no. The man said more.", ["A welder", "The man"], ["a welder"] * 2),
        ("Ilmo Karr, 40, met Tuva Holt, 50, who said she was ill. He said no.", ["He"], ["Ilmo Karr"]),
        ("Reed Ottar, 40, said he was late. Odo Brann, 50, left. She said no.", ["She"], ["Odo Brann"]),
        ("A video was found. It shows smoke.", ["It"], ["video"]),
        ("Mayor quits\nAnn Reed, the mayor, said no.", ["Mayor", "Ann Reed"], ["Ann Reed"] * 2),
        ("The mayor will go. Ann Reed, the mayor, said no.", ["The mayor", "Ann Reed"], ["Ann Reed"] * 2),
        ("Tom Reed left. Odo Brann saw Mr. Reed run home. In a letter he said so.", ["he"], ["Odo Brann"]),
        ("Ann Reed spoke first. The owner, Tuva Holt, is said to be ill. She said no.", ["She"], ["Tuva Holt"]),
        ("Tom Reed is ill. His wife, Mirela, came. She said no.", ["She"], ["Mirela"]),
        ("Ilmo Karr went home. His wife was there. She said no.", ["She"], ["Ilmo Karr's wife"]),
        ("Tom Reed spoke.\nThe captain of the ferry now works ashore. He said no.", ["He"], ["captain"]),
        ("The Harbour Board left.\nA spokeswoman for the Harbour Board said no. She said more.",
         ["A spokeswoman for the Harbour Board", "She"], ["Harbour Board"] * 2),
        ("Tom Reed spoke. Inspectors closed the quay. They said no.", ["They"], ["inspectors"]),
        ("Tom Reed said no. Two former pilots left. They said yes.", ["Tom Reed", "They"],
         ["Tom Reed", "two former pilots"]),
        ("Odo Ferries left. The harbour safety agency came. It said no.", ["It"], ["harbour safety agency"]),
        ("Odo Ferries left Hull.\nOn Monday a judge released the video. It shows smoke.", ["It"], ["video"]),
        ("A telephone company built it near Ellmouth. The company said no.", ["The company"], ["a telephone company"]),
        ("A source close to it said no. The insider said more.", ["A source close to it", "The insider"],
         ["a source close to it"] * 2),
        ("Reuters reported it. The agency said more.", ["Reuters", "The agency"], ["Reuters"] * 2),
        ("Three people familiar with it said no. Two of the people said more.",
         ["Three people familiar with it", "Two of the people"],
         ["three people familiar with it", "two of the people"]),
    ],
)  # fmt: skip
def test_resolve_follows_a_reference(text, sources, names):
    assert [name_of(found) for found in read(text, *((source, {}) for source in sources))] == names


def test_resolve_finds_nobody_for_they_in_the_words_of_one_person():
    source = {"content": (Span(0, 15),)}
    found = read("“They told me,” said Ann Reed.", ("Ann Reed", source), ("They", {"after": 0, "parent": "0"}))
    assert found[1] == (None, SourceType.UNNAMED_GROUP)


def test_resolve_keeps_the_name_back_of_one_of_those_whose_name_is_kept_back():
    found = read("Two aides said no. One of them said yes.", ("Two aides", {}), ("One of them", {}))
    assert {f[1] for f in found} == {SourceType.ANONYMOUS_SOURCE}


def test_resolve_gives_a_verb_without_subject_that_of_the_verb_before():
    text = "Ann Reed thanked them, adding that it was late."
    told = read(text, ("Ann Reed", {}), ("", {"cue": (Span(23, 29),), "content": (Span(30, 46),)}))
    assert [name_of(f) for f in told] == ["Ann Reed", "Ann Reed"]


def test_resolve_gives_a_headlines_quotation_the_voice_below():
    text = "‘We all swim here’\nIt was hot. “We all swim here, always,” Ann Reed said."
    told = read(text, ("", {"cue": (), "quote": Quote.DIRECT, "content": (Span(0, 18),)}),
                ("Ann Reed", {"content": (Span(31, 58),)}))  # fmt: skip
    assert [name_of(f) for f in told] == ["Ann Reed", "Ann Reed"]


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        # Who is brought in by a bare name is the one told of in the lead; who has an office of their own is not.
        ("Chief quits\n\nThe director of the port told a court that she quit.\n\nTuva Holt, 51, said no.",
         ["The director of the port", "Tuva Holt"], ["Tuva Holt"] * 2),
        ("Chief quits\n\nThe director of the port told a court so.\n\nThe baker, Tuva Holt, said no.",
         ["The director of the port", "The baker, Tuva Holt"], ["director of the port", "Tuva Holt"]),
        ("Governor says no\n\nGov. Tuva Holt said no.", ["Governor", "Gov. Tuva Holt"], ["Tuva Holt"] * 2),
        ("A lawyer for the governor, Ilmo Karr, said no.\nThe governor said yes.",
         ["A lawyer for the governor, Ilmo Karr", "The governor"], ["Ilmo Karr", "governor"]),
        ("Farid Holt is ill. His attorney, Tuva Karr, said no. Her client said yes.",
         ["His attorney, Tuva Karr", "Her client"], ["Tuva Karr", "Farid Holt"]),
        ("HOST (Ilmo Karr): No. It is late.\nHOST: Yes.", ["HOST (Ilmo Karr)", "HOST"], ["Ilmo Karr"] * 2),
        ("Maria Odo Salas said no. Odo said more.", ["Maria Odo Salas", "Odo"], ["Maria Odo Salas"] * 2),
        ("Tuva Holt spoke. Pressed by Ilma Karr, she said no.", ["she"], ["Tuva Holt"]),
        ("Odo Ferries left. A judge read the report. It did not answer.", ["It"], ["Odo Ferries"]),
        ("Mr. Ilmo Karr left. Mr. Karr's office said no.", ["Mr. Karr's office"], ["Ilmo Karr's office"]),
    ],
)  # fmt: skip
def test_resolve_tells_who_is_meant(text, sources, names):
    options = [{"cue": (Span(text.index("did"), len(text)),)} if source == "It" else {} for source in sources]
    assert [name_of(f) for f in read(text, *zip(sources, options, strict=True))] == names


@pytest.mark.parametrize(
    ("text", "source", "source_type"),
    [
        ("Lobo, a 16-year-old pupil, said no.", "Lobo, a 16-year-old pupil", "named_person"),
        ("Odo Bleu said it would close.", "Odo Bleu", "named_organization"),
        ("A tally kept by the port shows it.", "A tally kept by the port", "document"),
        ("A working paper by three bakers shows it.", "A working paper by three bakers", "document"),
        ("Figures it filed show it.", "Figures it filed", "document"),
        ("A night guard said no.", "A night guard", "unnamed_person"),
        ("The nurse, who asked that her name be withheld, said no.", "The nurse", "anonymous_source"),
    ],
)
def test_resolve_tells_the_type_of_a_source(text, source, source_type):
    assert read_one(text, source)[1] == source_type


def test_resolve_keeps_a_name_back_throughout():
    text = "A welder said no.\nThe welder asked that his name be withheld."
    found = read(text, ("A welder", {}), ("The welder", {}))
    assert [source_type for _, source_type in found] == ["anonymous_source"] * 2
