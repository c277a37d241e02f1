"""From merged weights to what is served: a GGUF for llama.cpp, quantised, and the adapter for engines that load one."""
