"""Makes a checkpoint of half a megabyte that has learnt nothing: python tiny_checkpoint.py FOLDER

As `tiny_model.py`, for servers that take a folder of the Transformers' kind. It speaks bytes, and knows the two words
that reasoning stands between.
"""

import sys

import torch  # type: ignore[import-not-found,unused-ignore]  # installed beside the server that is tested, not here
from tokenizers import (  # type: ignore[import-not-found,unused-ignore]  # as above
    Tokenizer,
    decoders,
    models,
    pre_tokenizers,
)
from transformers import (  # type: ignore[import-not-found,unused-ignore]  # as above
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
)

WIDTH, HEADS, CONTEXT = 128, 2, 4096
BYTES = sorted(pre_tokenizers.ByteLevel.alphabet())
TOKENS = ["<unk>", "<s>", "</s>", *BYTES]
THINKING = ["<think>", "</think>"]
CHAT = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


def main(folder: str) -> None:
    """Write the checkpoint."""
    torch.manual_seed(1)
    words = Tokenizer(models.BPE(vocab={token: at for at, token in enumerate(TOKENS)}, merges=[], unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    made = PreTrainedTokenizerFast(tokenizer_object=words, bos_token="<s>", eos_token="</s>", unk_token="<unk>")
    made.add_tokens(THINKING)
    made.chat_template = CHAT
    made.save_pretrained(folder)
    shape = LlamaConfig(
        vocab_size=len(TOKENS) + len(THINKING),
        hidden_size=WIDTH,
        intermediate_size=2 * WIDTH,
        num_hidden_layers=1,
        num_attention_heads=HEADS,
        num_key_value_heads=HEADS,
        head_dim=WIDTH // HEADS,
        max_position_embeddings=CONTEXT,
        bos_token_id=1,
        eos_token_id=2,
    )
    LlamaForCausalLM(shape).to(torch.bfloat16).save_pretrained(folder)


if __name__ == "__main__":
    main(sys.argv[1])
