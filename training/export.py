"""Export trained weights into the package:  python -m training.export --name NAME model.pt...

Writes encoder.onnx and tagger.onnx beside `sayso.model.run`, weights stored in 16 bits and computed with in 32:
half the size, and a score that depends on nothing but its own window.
"""

import argparse
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from sayso.model.encode import Case, Marking
from training.examples import HOUSE
from training.network import Network, forbidden_starts, forbidden_steps
from training.sums import write_sums

SMALL = 4096  # initializers with fewer numbers keep their 32 bits


def halve(path: Path) -> None:
    """Store the large initializers of an ONNX file in 16 bits, with a cast to 32 after each.

    Of a table that is only looked up, what was found is cast: the whole table would take time and memory at the start.
    """
    model = onnx.load(str(path))
    casts = []
    for number, tensor in enumerate(model.graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < SMALL:
            continue
        name = tensor.name
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{name}.half")
        model.graph.initializer[number].CopyFrom(half)
        readers = [node for node in model.graph.node if name in node.input]
        if all(node.op_type == "Gather" and node.input[0] == name for node in readers):
            for node in readers:
                cast_after(model.graph, node)
        else:
            casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)
    del model.metadata_props[:]
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def cast_after(graph: onnx.GraphProto, node: onnx.NodeProto) -> None:
    """Let a look-up read the 16 bits of its table, and cast what it gives."""
    found = node.output[0]
    node.input[0], node.output[0] = f"{node.input[0]}.half", f"{found}.half"
    place = list(graph.node).index(node) + 1
    graph.node.insert(place, helper.make_node("Cast", [f"{found}.half"], [found], to=TensorProto.FLOAT))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("weights", type=Path, nargs="+", help="of several runs, the mean is taken")
    ask.add_argument("--name", required=True, help="what the readings' model is called from now on")
    given = ask.parse_args()
    network = Network().eval()
    runs = [torch.load(path, weights_only=True) for path in given.weights]
    network.load_state_dict({name: sum(run[name] for run in runs) / len(runs) for name in runs[0]})
    with torch.no_grad():  # the habit is the same at every place, so the places carry it
        network.encoder.position.weight += network.encoder.habit.weight[HOUSE]
    folder = Path(str(files("sayso.model")))
    length, window, cues = torch.export.Dim("length", min=8, max=512), 0, torch.export.Dim("cues", min=1, max=512)
    rows = torch.stack(
        [torch.randint(200, 9999, (64,)), torch.randint(0, Case.COUNT, (64,)), torch.randint(0, Marking.COUNT, (64,))]
    )[None]
    torch.onnx.export(
        network.encoder,
        (rows,),
        str(folder / "encoder.onnx"),
        dynamo=True,
        external_data=False,
        input_names=["rows"],
        output_names=["hidden", "cues"],
        dynamic_shapes=({2: length},),
    )
    with torch.no_grad():
        hidden, cue_logits = network.encoder(rows)
    first = torch.tensor([3, 9, 20])
    inputs = (hidden, cue_logits, torch.full((3,), window), first, first + 2)
    torch.onnx.export(
        network.tagger,
        inputs,
        str(folder / "tagger.onnx"),
        dynamo=True,
        external_data=False,
        input_names=["hidden", "cues", "window", "first", "last"],
        output_names=["tags"],
        dynamic_shapes=({1: length}, {1: length}, {0: cues}, {0: cues}, {0: cues}),
    )
    for name in ("encoder.onnx", "tagger.onnx"):
        halve(folder / name)
    follow = (network.follow.detach() + forbidden_steps()).tolist()
    path = folder / "model.json"
    settings = {
        "cue_bias": 0.0,
        "inner_bias": 0.0,
        "calibration": [0.0, 1.0, 0.0, 0.0],
    }  # until training.calibrate has chosen
    settings |= {
        "name": given.name,
        "follow": [[round(x, 4) for x in row] for row in follow],
        "begin": forbidden_starts().tolist(),
    }
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    write_sums()


if __name__ == "__main__":
    main()
