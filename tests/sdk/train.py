"""An ordinary training script with the real ClearML SDK: logs one task of every kind of data, then reads it back.

    CLEARML_API_HOST=http://127.0.0.1:8008 CLEARML_FILES_HOST=http://127.0.0.1:8081 \\
    CLEARML_WEB_HOST=http://127.0.0.1:8080 CLEARML_API_ACCESS_KEY=… CLEARML_API_SECRET_KEY=… \\
    $(tests/sdk/venv) tests/sdk/train.py

Prints one JSON object on its last line: {task, project, written, read, differences}. The result is 0 when all that was
written was read back alike, 1 when something differs, 2 when the environment is incomplete. What the SDK says goes to
standard error.
"""
import argparse
import contextlib
import json
import math
import os
import pathlib
import sys
import tempfile

NEEDED = ["CLEARML_API_HOST", "CLEARML_FILES_HOST", "CLEARML_WEB_HOST", "CLEARML_API_ACCESS_KEY",
          "CLEARML_API_SECRET_KEY"]


def hyper_parameters():
    return {"lr": 0.05, "batch_size": 32, "optimizer": "adam", "augment": True}


def scalars(iterations):
    """{metric: {variant: values by iteration}}, two metrics; the accuracy has one sharp peak."""
    loss = [round(2.0 * math.exp(-i / 30) + 0.01 * (i % 7), 6) for i in range(iterations)]
    accuracy = [round(1.0 - 0.9 * math.exp(-i / 25), 6) for i in range(iterations)]
    accuracy[iterations // 2] = 0.0
    return {"loss": {"train": loss}, "accuracy": {"validation": accuracy}}


CONFUSION = [[50, 2, 1], [3, 47, 5], [0, 4, 48]]
SUMMARY = {"classes": ["cat", "dog", "bird"], "best": {"epoch": 42, "accuracy": 0.97}}
LABELS = {"cat": 0, "dog": 1, "bird": 2}
WEIGHTS = bytes(range(256)) * 64


def debug_image():
    from PIL import Image
    image = Image.new("RGB", (64, 48))
    image.putdata([(x * 4, y * 5, 128) for y in range(48) for x in range(64)])
    return image


def train(arguments, folder):
    """Logs the task as a user's script would; returns its id."""
    from clearml import OutputModel, Task

    task = Task.init(project_name=arguments.project, task_name=arguments.name, tags=["sdk-test"],
                     output_uri=os.environ["CLEARML_FILES_HOST"], reuse_last_task_id=False,
                     # The SDK runs git in a thread while it forks its reporter: now and then that never ends.
                     auto_connect_frameworks={"detect_repository": False}, auto_resource_monitoring=False)
    task.connect(hyper_parameters())
    logger = task.get_logger()
    for metric, variants in scalars(arguments.iterations).items():
        for variant, values in variants.items():
            for iteration, value in enumerate(values):
                logger.report_scalar(metric, variant, value, iteration)
    for epoch in range(10):
        print(f"epoch {epoch}: training", flush=True)
    logger.report_text("a line by report_text")

    logger.report_scatter2d("points", "square", scatter=[[x, x * x] for x in range(20)], iteration=0, mode="markers")
    logger.report_confusion_matrix("confusion", "validation", matrix=CONFUSION, iteration=0)
    logger.report_histogram("weights", "layer 1", values=[1, 4, 9, 4, 1], iteration=0)
    logger.report_image("samples", "gradient", iteration=0, image=debug_image())

    task.upload_artifact("summary", artifact_object=SUMMARY)
    notes = folder / "notes.txt"
    notes.write_text("notes of the training\n")
    task.upload_artifact("notes", artifact_object=str(notes))

    weights = folder / "weights.bin"
    weights.write_bytes(WEIGHTS)
    model = OutputModel(task=task, name="classifier", framework="Custom", label_enumeration=LABELS)
    model.update_weights(weights_filename=str(weights), auto_delete_file=False)

    task.flush(wait_for_uploads=True)
    task.close()
    return task.id


def written(arguments):
    values = scalars(arguments.iterations)
    return {
        "parameters": {f"General/{name}": str(value) for name, value in hyper_parameters().items()},
        "scalars": {metric: {variant: {"count": len(series), "min": min(series), "max": max(series), "last": series[-1]}
                             for variant, series in variants.items()} for metric, variants in values.items()},
        "console": [f"epoch {epoch}: training" for epoch in range(10)] + ["a line by report_text"],
        "plots": ["confusion/validation", "points/square", "weights/layer 1"],
        "debugImages": ["samples/gradient"],
        "artifacts": {"summary": SUMMARY, "notes": "notes of the training\n"},
        "model": {"name": "classifier", "framework": "Custom", "labels": LABELS, "bytes": len(WEIGHTS), "alike": True},
        "status": "completed",
        "tags": ["sdk-test"],
    }


def read_scalars(task):
    return {metric: {variant: {"count": len(series["y"]), "min": min(series["y"]), "max": max(series["y"]),
                               "last": series["y"][-1]} for variant, series in variants.items()}
            for metric, variants in task.get_reported_scalars().items()}


def read_debug_images(task):
    """The image is fetched too: its URL must lead to what was uploaded."""
    names = []
    for event in task.get_debug_samples("samples", "gradient"):
        from PIL import Image
        from clearml import StorageManager
        copy = Image.open(StorageManager.get_local_copy(event["url"])).convert("RGB")
        if copy.size == (64, 48):
            names.append(f"{event['metric']}/{event['variant']}")
    return names


def read_model(task):
    model = task.models["output"][-1]
    content = pathlib.Path(model.get_weights(raise_on_error=True)).read_bytes()
    return {"name": model.name, "framework": model.framework, "labels": model.labels, "bytes": len(content),
            "alike": content == WEIGHTS}


def read(task_id, expected):
    from clearml import Task

    task = Task.get_task(task_id=task_id)
    console = "\n".join(task.get_reported_console_output(number_of_reports=100)).splitlines()
    parameters = task.get_parameters()
    return {
        "parameters": {name: value for name, value in parameters.items() if name in expected["parameters"]},
        "scalars": read_scalars(task),
        "console": [line for line in console if line in expected["console"]],
        "plots": sorted(f"{plot['metric']}/{plot['variant']}" for plot in task.get_reported_plots()),
        "debugImages": read_debug_images(task),
        "artifacts": {"summary": task.artifacts["summary"].get(),
                      "notes": pathlib.Path(task.artifacts["notes"].get_local_copy()).read_text()},
        "model": read_model(task),
        "status": str(task.get_status()),
        "tags": list(task.get_tags()),
    }


def differences(expected, found, path=""):
    """The places where two JSON values differ, one line each; numbers may differ by what a float32 loses."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [line for key in sorted({*expected, *found})
                for line in differences(expected.get(key), found.get(key), f"{path}/{key}")]
    if isinstance(expected, float) and isinstance(found, (int, float)) and math.isclose(expected, found, rel_tol=1e-6):
        return []
    return [] if expected == found else [f"{path or '/'}: wrote {expected!r}, read {found!r}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", default="SDK tests/training")
    parser.add_argument("--name", default="train")
    parser.add_argument("--iterations", type=int, default=100, help="points of each of the two metrics (default: 100)")
    parser.add_argument("--read", metavar="TASK", help="only read this task back, which an earlier run logged")
    arguments = parser.parse_args()
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        print(f"train.py: set {', '.join(missing)}", file=sys.stderr)
        return 2

    with tempfile.TemporaryDirectory(prefix="cleardeck-sdk.") as temporary, contextlib.redirect_stdout(sys.stderr):
        folder = pathlib.Path(temporary)
        os.environ["CLEARML_CONFIG_FILE"] = str(folder / "none.conf")  # a developer's own clearml.conf must not matter
        os.environ["CLEARML_CACHE_DIR"] = str(folder / "cache")
        task_id = arguments.read or train(arguments, folder)
        expected = written(arguments)
        found = read(task_id, expected)
    result = {"task": task_id, "project": arguments.project, "written": expected, "read": found,
              "differences": differences(expected, found)}
    print(json.dumps(result))
    return 1 if result["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
