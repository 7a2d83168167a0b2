namespace Fovea.Models.Packages;

/// <summary>Models of other formats, by the ends of their files' names, so that a folder without an ONNX file can be explained.</summary>
internal static class OtherModels
{
    private static readonly (string End, string Name)[] Ends =
    [
        (".pt", "PyTorch"), (".pth", "PyTorch"), (".pt2", "PyTorch"), (".ckpt", "PyTorch or TensorFlow"), (".torchscript", "PyTorch"),
        ("pytorch_model.bin", "PyTorch"), (".safetensors", "weights without their network"), (".h5", "Keras"), (".hdf5", "Keras"),
        (".keras", "Keras"), (".pb", "TensorFlow"), (".tflite", "TensorFlow Lite"), (".ort", "ONNX Runtime's own format"),
        (".mlmodel", "Core ML"), (".pdmodel", "PaddlePaddle"), (".pdiparams", "PaddlePaddle"), (".nb", "Paddle Lite"),
        (".xml", "OpenVINO"), (".param", "ncnn"), (".weights", "Darknet"), (".caffemodel", "Caffe"), (".engine", "TensorRT"),
        (".plan", "TensorRT"), (".trt", "TensorRT"), (".gguf", "GGUF"), (".rknn", "Rockchip"), (".mnn", "MNN"), (".params", "MXNet"),
        (".t7", "Torch"), (".pkl", "a Python pickle"), (".zip", "an archive"), (".gz", "an archive"), (".tar", "an archive"),
        (".7z", "an archive"), (".onnx.part", "a download that is not complete"), (".onnx.crdownload", "a download that is not complete"),
    ];

    /// <summary>What a file is by its name: <c>PyTorch</c>; null where it is no model that is known.</summary>
    public static string? Describe(string name) =>
        Ends.FirstOrDefault(end => name.EndsWith(end.End, StringComparison.OrdinalIgnoreCase)).Name;
}
