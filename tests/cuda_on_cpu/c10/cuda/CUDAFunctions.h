// Stands for LibTorch's header, of which nothing is needed.
#pragma once
