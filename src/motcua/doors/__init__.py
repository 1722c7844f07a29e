"""Ways in and out: pages, interfaces, commands. No models; nobody below imports them."""
