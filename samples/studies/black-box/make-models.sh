#!/bin/sh
# The black-box study's four architectures at full size with random weights: 1.3 GB.
set -e
cd "$(dirname "$0")"
fulcrum=${FULCRUM:-fulcrum}
for image in wide-resnet101-2 resnext101-64x4d; do $fulcrum zoo $image --input photo:696x696 -o models/$image.onnx; done
$fulcrum zoo fcn-resnet101 --input photo:416x416 --answer classes -o models/fcn-resnet101.onnx
$fulcrum zoo duc-resnet101 --input photo:800x800 --answer classes -o models/duc-resnet101.onnx
