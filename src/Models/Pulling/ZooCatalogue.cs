namespace Fovea.Models.Pulling;

/// <summary>
/// Well-known classification networks of the ONNX model zoo (github.com/onnx/models at b1eeaa1, Apache-2.0; the operators of each are
/// supported). Paths, sizes and hashes are those of the zoo's own file records.
/// </summary>
public static class ZooCatalogue
{
    private const string Folder = "validated/vision/classification/";

    /// <summary>The address of the zoo's models, to which <see cref="ZooModel.Path"/> is appended.</summary>
    public static readonly Uri DefaultBaseAddress = new("https://huggingface.co/onnxmodelzoo/legacy_models/resolve/main/");

    /// <summary>The address of the zoo's text files, to which <see cref="LabelsPath"/> is appended.</summary>
    public static readonly Uri DefaultLabelsBaseAddress = new("https://raw.githubusercontent.com/onnx/models/main/");

    /// <summary>The path of the zoo's file of the 1000 ImageNet classes, one per line: the WordNet id, a space, the names.</summary>
    public const string LabelsPath = Folder + "synset.txt";

    /// <summary>The size of that file in bytes.</summary>
    public const long LabelsBytes = 31_675;

    /// <summary>The SHA-256 of that file.</summary>
    public const string LabelsSha256 = "acf75ef0abe89694b19056e0796401068b459c457baa30335f240c7692857355";

    /// <summary>The networks.</summary>
    public static IReadOnlyList<ZooModel> Models { get; } =
    [
        new("mobilenetv2", "MobileNet v2", Folder + "mobilenet/model/mobilenetv2-12.onnx", 13_964_571,
            "c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("squeezenet1.1", "SqueezeNet 1.1", Folder + "squeezenet/model/squeezenet1.1-7.onnx", 4_956_208,
            "1eeff551a67ae8d565ca33b572fc4b66e3ef357b0eb2863bb9ff47a918cc4088", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("shufflenet-v2", "ShuffleNet v2", Folder + "shufflenet/model/shufflenet-v2-12.onnx", 9_218_556,
            "ea69821b4dd374ae2f33f9710dd1229ac263d0ee5b5a46ca3521f6483e1ba035", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("resnet18", "ResNet-18 v1", Folder + "resnet/model/resnet18-v1-7.onnx", 46_820_737,
            "4e8f8653e7a2222b3904cc3fe8e304cd8b339ce1d05fd24688162f86fb6df52c", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("resnet34", "ResNet-34 v1", Folder + "resnet/model/resnet34-v1-7.onnx", 87_302_588,
            "883a41b2e30ddc2e422c108b091b5e70b92d37dc5c345a2c563dcae27971e2cc", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("resnet50", "ResNet-50 v1", Folder + "resnet/model/resnet50-v1-12.onnx", 102_576_593,
            "3f03fdef724b22947eed826f1eef1dc5c34151bb4c37d634f1db89dfa2dd1526", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("resnet101", "ResNet-101 v1", Folder + "resnet/model/resnet101-v1-7.onnx", 178_914_043,
            "760702f6ec0138f71ebac66f4e95d1c72dc9267a8544f4d4667a53075fd0497c", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("resnet50-v2", "ResNet-50 v2", Folder + "resnet/model/resnet50-v2-7.onnx", 102_442_452,
            "79102261eb6e5fd7af5d27f41316293e388c5cb691e5d25bfb035c4f64fefe31", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("vgg16", "VGG-16", Folder + "vgg/model/vgg16-12.onnx", 553_437_752,
            "722c42f53ca03a5480296bf8f9c85a151de3eed9ec982d7d2302ff6e2900c67b", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("vgg16-bn", "VGG-16 with batch normalisation", Folder + "vgg/model/vgg16-bn-7.onnx", 553_512_191,
            "4fdceabf1ef715c9ed3020fa2eac1cb2a448296c086b03633c80cf47e1c5afce", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("vgg19", "VGG-19", Folder + "vgg/model/vgg19-7.onnx", 574_677_321,
            "692f9f927f1df1b89033787a77a73eac59fd9b3344f9ecdf0b13221e41c2046f", ZooLabels.ImageNet, ZooPreprocessing.ImageNet),
        new("densenet121", "DenseNet-121", Folder + "densenet-121/model/densenet-12.onnx", 32_726_877,
            "0294e7e88e5b3360de9b0fdc321baf9e6ef18b7f058c4536caae3b9f18ed9ed5", ZooLabels.ImageNet, ZooPreprocessing.DenseNet),
        new("efficientnet-lite4", "EfficientNet-Lite4", Folder + "efficientnet-lite4/model/efficientnet-lite4-11.onnx", 51_946_641,
            "d111689907c06eea7c82e4833ddef758da6453b9d4cf60b7e99ca05c7cbd9c12", ZooLabels.ImageNet, ZooPreprocessing.EfficientNetLite),
        new("googlenet", "GoogLeNet", Folder + "inception_and_googlenet/googlenet/model/googlenet-12.onnx", 28_021_836,
            "c99c507058eaf41de8723408fdda7db8325cb57f0a89f2ee07a716d6e963e14e", ZooLabels.ImageNet, ZooPreprocessing.GoogLeNet),
        new("alexnet", "AlexNet of the BVLC", Folder + "alexnet/model/bvlcalexnet-12.onnx", 243_863_787,
            "6b0da9510f27f234ee96a85dc3809dd210150fdefad87f6850f9788513216945", ZooLabels.ImageNet, ZooPreprocessing.Caffe),
        new("caffenet", "CaffeNet", Folder + "caffenet/model/caffenet-12.onnx", 243_863_798,
            "ea563e5c47d1f58e1717cf1a2d8bf288b8adc07af0ad228b622096cd243aeecb", ZooLabels.ImageNet, ZooPreprocessing.Caffe),
        new("mnist", "handwritten digits, white on black", Folder + "mnist/model/mnist-8.onnx", 26_454,
            "2f06e72de813a8635c9bc0397ac447a601bdbfa7df4bebc278723b958831c9bf", ZooLabels.Digits, ZooPreprocessing.Digits),
    ];

    /// <summary>Finds a network by its name; null when there is none.</summary>
    public static ZooModel? Find(string name) => Models.FirstOrDefault(model => model.Name == name);
}
