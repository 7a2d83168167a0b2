namespace Fovea.Models.Pulling;

/// <summary>The pre-processing of the catalogue's networks as <c>fovea.json</c>, each with its source.</summary>
internal static class ZooPreprocessing
{
    /// <summary>
    /// RGB, short side to 256, crop 224, x/255, ImageNet's mean and standard deviation. The zoo's README of ResNet; the Gluon model zoo's
    /// page, from which MobileNet, SqueezeNet 1.1 and VGG were exported ("normalized in the same way"); torchvision's page for ShuffleNet
    /// v2.
    /// </summary>
    public const string ImageNet = """
        {
          "input": { "channels": "rgb" },
          "resize": { "rule": "shortest-edge", "size": 256, "filter": "bilinear" },
          "normalize": "imagenet"
        }
        """;

    /// <summary>
    /// BGR, 224x224 without keeping proportions (Pillow's default filter), channel means subtracted. The zoo's README of GoogLeNet.
    /// </summary>
    public const string GoogLeNet = """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "exact", "width": 224, "height": 224, "filter": "bicubic" },
          "normalize": { "mean": [103.939, 116.779, 123.68] }
        }
        """;

    /// <summary>
    /// BGR, 256x256 without keeping proportions, crop 224, channel means subtracted: Caffe's recipe for ImageNet; the means are those on
    /// Open Model Zoo's pages of alexnet and caffenet, which have the same weights.
    /// </summary>
    public const string Caffe = """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "exact", "width": 256, "height": 256, "filter": "bilinear" },
          "normalize": { "mean": [104, 117, 123] }
        }
        """;

    /// <summary>
    /// BGR, short side to 256, crop 224, channel means subtracted, times 0.017. Open Model Zoo's page of densenet-121-caffe2 (1 /
    /// 58.8235294), the model that the zoo converted.
    /// </summary>
    public const string DenseNet = """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "shortest-edge", "size": 256, "filter": "bilinear" },
          "normalize": [ { "subtract": [103.94, 116.78, 123.68] }, { "multiply": 0.017 } ]
        }
        """;

    /// <summary>
    /// RGB, short side to 224/0.875, crop 224, (x - 127) / 128; the input is [N,H,W,C]. The zoo's README of EfficientNet-Lite4.
    /// </summary>
    public const string EfficientNetLite = """
        {
          "input": { "channels": "rgb" },
          "resize": { "rule": "shortest-edge", "size": 256, "filter": "bilinear" },
          "normalize": { "mean": 127, "std": 128 }
        }
        """;

    /// <summary>Gray values as they are, 28x28. The zoo's README of MNIST.</summary>
    public const string Digits = """
        {
          "input": { "channels": "gray" },
          "resize": { "rule": "exact", "width": 28, "height": 28, "filter": "bilinear" },
          "normalize": "none"
        }
        """;
}
