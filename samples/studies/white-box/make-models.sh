#!/bin/sh
# The white-box study's four architectures and their students, at full size with random weights: 2.3 GB.
set -e
cd "$(dirname "$0")"
fulcrum=${FULCRUM:-fulcrum}
for image in wide-resnet101-2 resnext101-64x4d wide-resnet50-2 resnext50-32x4d; do $fulcrum zoo $image --input photo:696x696 -o models/$image.onnx; done
for text in bert-base roberta-base bert-small roberta-tiny; do $fulcrum zoo $text --input ids:64 -o models/$text.onnx; done
