"""Writes the files of this folder: one small BERT in the forms in which torch.save has written models.

python make.py, with torch 2.4.1, transformers 4.46.3 and safetensors; the files are kept, so that tests need none of these.
"""

import os
from collections import OrderedDict

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertForPreTraining, BertForSequenceClassification

OUT = os.path.dirname(os.path.abspath(__file__))
TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "e", "f", "g"]


def save(name, value, **options):
    torch.save(value, os.path.join(OUT, name + ".bin"), **options)


def one_storage(state):
    """Every tensor as a view of one storage."""
    flat = torch.cat([tensor.flatten() for tensor in state.values()])
    views, start = OrderedDict(), 0
    for name, tensor in state.items():
        views[name] = flat[start : start + tensor.numel()].view(tensor.shape)
        start += tensor.numel()
    return views


def transposed(state):
    """Matrices whose columns lie side by side."""
    return {name: tensor.t().contiguous().t() if tensor.dim() == 2 else tensor for name, tensor in state.items()}


def older_names(state):
    """As conversions from TensorFlow called them, with the buffer that older versions saved."""
    renamed = OrderedDict()
    for name, tensor in state.items():
        renamed[name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")] = tensor
    renamed["bert.embeddings.position_ids"] = torch.arange(6).expand((1, -1))
    return renamed


def with_attribute(tensor):
    parameter = torch.nn.Parameter(tensor.clone())
    parameter.note = "kept"
    return parameter


def main():
    torch.manual_seed(17)
    config = BertConfig(
        vocab_size=len(TOKENS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=10,
        max_position_embeddings=6,
    )
    model = BertForSequenceClassification(config)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    with open(os.path.join(OUT, "vocab.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(TOKENS) + "\n")
    model.save_pretrained(OUT, safe_serialization=True)
    model.save_pretrained(OUT, safe_serialization=False)
    state = model.state_dict()
    save("older", state, _use_new_zipfile_serialization=False)
    save("older_names", older_names(state), _use_new_zipfile_serialization=False)
    save("older_one_storage", one_storage(state), _use_new_zipfile_serialization=False)
    save("protocol_4", dict(state), pickle_protocol=4)
    save("protocol_5", state, pickle_protocol=5)
    save("parameters", OrderedDict((name, torch.nn.Parameter(tensor)) for name, tensor in state.items()))
    save("one_storage", one_storage(state))
    save("transposed", transposed(state))
    save("data_parallel", torch.nn.DataParallel(model).state_dict())
    for name, dtype in ("float16", torch.float16), ("bfloat16", torch.bfloat16), ("float64", torch.float64):
        converted = {key: tensor.to(dtype) for key, tensor in state.items()}
        save(name, converted)
        save_file(converted, os.path.join(OUT, name + ".safetensors"))
    save("whole_model", model)
    save("pretraining", BertForPreTraining(config).state_dict())
    save("below_a_key", {"epoch": 3, "state_dict": state})
    save("training", {"state_dict": state, "optimizer": torch.optim.Adam(model.parameters()).state_dict()})
    save("attribute", {"classifier.weight": with_attribute(state["classifier.weight"])})
    save("quantized", {"x": torch.quantize_per_tensor(torch.zeros(2), 1.0, 0, torch.qint8)})
    save("sparse", {"x": torch.zeros(2).to_sparse()})
    save("conjugate", {"x": torch.zeros(2, dtype=torch.complex64).conj()})


if __name__ == "__main__":
    main()
