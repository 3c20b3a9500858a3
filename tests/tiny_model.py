"""Makes a language model of a hundred kilobytes that has learnt nothing: python tiny_model.py FILE.gguf

It speaks bytes, from weights drawn by a seed. What it says is noise, so whatever comes out in the form of an answer is
held to it by its server.
"""

import sys

import gguf  # type: ignore[import-not-found,unused-ignore]  # installed beside the server that is tested, not here
import numpy as np

WIDTH, HEADS, CONTEXT = 32, 2, 4096
BYTES = [f"<0x{at:02X}>" for at in range(256)]
TOKENS = ["<unk>", "<s>", "</s>", *BYTES]
KINDS = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL, *[gguf.TokenType.BYTE] * 256]
CHAT = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


def main(path: str) -> None:
    """Write the model."""
    made = gguf.GGUFWriter(path, "llama")
    made.add_name("tiny")
    made.add_context_length(CONTEXT)
    made.add_embedding_length(WIDTH)
    made.add_block_count(1)
    made.add_feed_forward_length(2 * WIDTH)
    made.add_head_count(HEADS)
    made.add_head_count_kv(HEADS)
    made.add_layer_norm_rms_eps(1e-5)
    made.add_rope_dimension_count(WIDTH // HEADS)
    made.add_vocab_size(len(TOKENS))
    made.add_tokenizer_model("llama")
    made.add_token_list(TOKENS)
    made.add_token_scores([0.0] * len(TOKENS))
    made.add_token_types(KINDS)
    made.add_bos_token_id(1)
    made.add_eos_token_id(2)
    made.add_unk_token_id(0)
    made.add_chat_template(CHAT)
    drawn = np.random.default_rng(1)
    shapes = {"token_embd": (len(TOKENS), WIDTH), "output": (len(TOKENS), WIDTH)}
    shapes |= {f"blk.0.ffn_{name}": (2 * WIDTH, WIDTH) for name in ("gate", "up")} | {
        "blk.0.ffn_down": (WIDTH, 2 * WIDTH)
    }
    shapes |= {f"blk.0.attn_{name}": (WIDTH, WIDTH) for name in ("q", "k", "v", "output")}
    for name, shape in shapes.items():
        made.add_tensor(f"{name}.weight", drawn.normal(0, 0.3, shape).astype(np.float32))
    for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
        made.add_tensor(f"{name}.weight", np.ones(WIDTH, np.float32))
    made.write_header_to_file()
    made.write_kv_data_to_file()
    made.write_tensors_to_file()
    made.close()


if __name__ == "__main__":
    main(sys.argv[1])
