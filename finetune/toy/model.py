"""The toy's network: a Llama with Llama 3.1's rotary scaling, small enough to be trained on a processor."""

import torch
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from finetune.config import Base
from finetune.toy.tokenizer import END, END_OF_MESSAGE
from teaching.prompts.chat import BEGIN, END_OF_TURN, PAD

# Twice the usual: an adapter cannot turn a head that was frozen while its logits were still small.
_SPREAD = 0.04


def network(base: Base, tokenizer: PreTrainedTokenizerFast, seed: int, spread: float = _SPREAD) -> LlamaForCausalLM:
    """The untrained network; the same seed gives the same weights.

    Args:
        spread: the standard deviation of the first weights.
    """
    known = tokenizer.get_vocab()
    config = LlamaConfig(
        vocab_size=base.vocab,
        hidden_size=base.hidden,
        intermediate_size=base.ffn,
        num_hidden_layers=base.layers,
        num_attention_heads=base.heads,
        num_key_value_heads=base.kv_heads,
        head_dim=base.hidden // base.heads,
        max_position_embeddings=base.context,
        rope_parameters={
            "rope_type": "llama3",
            "rope_theta": 500_000.0,
            "factor": base.rope_factor,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": int(base.context / base.rope_factor),
        },
        rms_norm_eps=1e-5,
        tie_word_embeddings=False,
        initializer_range=spread,
        bos_token_id=known[BEGIN],
        eos_token_id=[known[name] for name in (END, END_OF_MESSAGE, END_OF_TURN)],
        pad_token_id=known[PAD],
        use_cache=True,
    )
    torch.manual_seed(seed)
    model = LlamaForCausalLM(config)
    model.generation_config.do_sample = False
    return model
