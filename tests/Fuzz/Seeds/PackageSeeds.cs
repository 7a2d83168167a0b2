using System.Text;
using Fovea.Inference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Fuzz.Seeds;

/// <summary>The files beside a model, with the fields that each reader knows.</summary>
internal static class PackageSeeds
{
    /// <summary>A classifier of pictures of any size, with four classes.</summary>
    public static byte[] Model { get; } = new OnnxModelBuilder(13)
        .Input("image", Dimension.Named("n"), 3, Dimension.Named("h"), Dimension.Named("w"))
        .Initializer("w", new TensorRandom(1).Floats(4, 3, 3, 3)).Node("Conv", ["image", "w"], ["c"])
        .Node("GlobalAveragePool", "c", "g").Node("Flatten", "g", "f").Node("Softmax", "f", "probabilities")
        .Output("probabilities").Build();

    /// <summary>Texts of <c>fovea.json</c>.</summary>
    public static IReadOnlyList<byte[]> Fovea() => Texts(
        """{"input":{"width":32,"height":24,"channels":"bgr"},"resize":"""
            + """{"rule":"shortest-edge","size":40,"filter":"bicubic"},"crop":"floor"}""",
        """{"normalize":"imagenet","exifOrientation":false,"background":"#102030","padding":"#ffffff","output":"probabilities"}""",
        """{"normalize":{"scale":0.00392156862745098,"mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]},"outputActivation":"softmax"}""",
        """{"resize":{"rule":"exact","width":64,"height":48},"selfTestTolerance":0.01,"versions":{"latest":2}}""",
        """{"resize":{"rule":"cover","width":64,"height":64,"filter":"lanczos"},"versions":[1,3],"outputActivation":"none"}""",
        """{"resize":{"rule":"fit","width":8,"height":9},"input":{"channels":"gray"},"versions":"all"}""",
        """{"resize":{"rule":"none"},"input":{"channels":"rgba"},"normalize":{"mean":0.5,"std":0.5}}""");

    /// <summary>Texts of <c>config.json</c>, of Hugging Face and of timm.</summary>
    public static IReadOnlyList<byte[]> Config() => Texts(
        """{"id2label":{"0":"ant","1":"bee","2":"cat","3":"dog"},"problem_type":"single_label_classification","model_type":"resnet"}""",
        """{"id2label":["ant","bee"],"label2id":{"ant":0},"num_labels":4,"image_size":224,"num_channels":3,"problem_type":"regression"}""",
        """
        {"architecture":"resnet18","num_classes":4,"label_names":["a","b","c","d"],"pretrained_cfg":{"input_size":[3,224,224],
        "test_input_size":[3,288,288],"interpolation":"bicubic","crop_pct":0.95,"crop_mode":"center","mean":[0.485,0.456,0.406],
        "std":[0.229,0.224,0.225],"fixed_input_size":false,"num_classes":4,"label_names":["a","b","c","d"]}}
        """,
        """{"default_cfg":{"input_size":[1,28,28],"test_crop_pct":"""
            + """1.0,"crop_mode":"border","interpolation":"bilinear","mean":[0.5],"std":[1]}}""");

    /// <summary>Texts of <c>preprocessor_config.json</c>, of several classes of processors.</summary>
    public static IReadOnlyList<byte[]> Preprocessor() => Texts(
        """
        {"image_processor_type":"ViTImageProcessor","do_resize":true,"size":{"height":224,"width":224},"resample":2,"do_rescale":true,
        "rescale_factor":0.00392156862745098,"do_normalize":true,"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5]}
        """,
        """
        {"feature_extractor_type":"CLIPFeatureExtractor","size":{"shortest_edge":224},"do_center_crop":true,"crop_size":224,"resample":3,
        "do_convert_rgb":true,"image_mean":[0.48,0.45,0.4],"image_std":[0.26,0.26,0.27]}
        """,
        """{"image_processor_type":"ConvNextImageProcessor","size":{"shortest_edge":224},"crop_pct":0.875,"resample":3}""",
        """{"image_processor_type":"MobileNetV2ImageProcessor","size":"""
            + """256,"crop_size":{"height":224,"width":224},"do_flip_channel_order":true}""",
        """{"image_processor_type":"EfficientNetImageProcessor","size":"""
            + """{"height":600,"width":600},"rescale_offset":true,"include_top":true}""",
        """{"image_processor_type":"DPTImageProcessor","size":{"longest_edge":512},"keep_aspect_ratio":true,"do_pad":true,"pad_size":32}""",
        """{"image_processor_type":"TimmWrapperImageProcessor","pretrained_cfg":{"input_size":[3,64,64],"crop_pct":0.9}}""");

    /// <summary>Texts of Triton's <c>config.pbtxt</c>.</summary>
    public static IReadOnlyList<byte[]> Triton() => Texts(
        """
        name: "fuzzed"
        platform: "onnxruntime_onnx"
        max_batch_size: 8
        input [ { name: "image" data_type: TYPE_FP32 format: FORMAT_NCHW dims: [ 3, 64, 48 ] } ]
        output [ { name: "probabilities" data_type: TYPE_FP32 dims: [ 4 ] label_filename: "labels.txt" reshape { shape: [ 4, 1 ] } } ]
        version_policy: { latest { num_versions: 2 } }
        """,
        """
        # a comment
        backend: 'fovea'; default_model_filename: "model" ".onnx",
        input < name: "image" data_type: 11 dims: -1 dims: [3, 0x10, 010] >
        version_policy: { specific: { versions: [1, 3] } }
        instance_group [ { count: 2, kind: KIND_CPU } ]
        parameters { key: "a" value: { string_value: "\x41\101\u00e9\n" } }
        """,
        "version_policy: { all { } } max_batch_size: 0 [extension.name]: 1 optimization { graph { level: -inf } }");

    /// <summary>Texts of PaddleDetection's <c>infer_cfg.yml</c>.</summary>
    public static IReadOnlyList<byte[]> PaddleDetection() => Texts(
        """
        arch: YOLO
        Preprocess:
        - interp: 2
          keep_ratio: false
          target_size:
          - 64
          - 48
          type: Resize
        - {type: NormalizeImage, is_scale: true, norm_type: mean_std, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}
        - type: Pad
          size: [64, 64]
          fill_value: [114.0, 114.0, 114.0]
        - type: Permute
        label_list: [ant, 'bee', "c\u00e4t", |-
          dog
          ]
        """,
        "%YAML 1.2\n---\nlabel_list:\n- a\n- b\n- c\n- d\nPreprocess: [{type: PadStride, stride: 32}, ? [x] : &a *b]\n...\n");

    /// <summary>Texts of PaddleClas' and PaddleOCR's <c>inference.yml</c>.</summary>
    public static IReadOnlyList<byte[]> PaddleInference() => Texts(
        """
        PreProcess:
          transform_ops:
          - ResizeImage: {resize_short: 64, interpolation: bicubic}
          - CropImage: {size: [56, 48]}
          - NormalizeImage: {scale: 1./255., mean: 0.5, std: [0.5, 0.5, 0.5], order: hwc}
          - ToCHWImage: null
        PostProcess:
          Topk: {topk: 5, label_list: {0: ant, 1: bee, 2: cat, 3: dog}}
        """,
        "PostProcess:\n  name: DBPostProcess\n  thresh: 0.3\n");

    /// <summary>Texts of <c>labels.txt</c>.</summary>
    public static IReadOnlyList<byte[]> Labels() =>
        Texts("ant\nbee\ncat\ndog\n", "\uFEFFant\r\nbee\r\n cat \r\ndog", "Ameise\rBär\r犬\r🐜\r\r");

    /// <summary>Texts that exporters write into an ONNX file as Python's literals.</summary>
    public static IReadOnlyList<byte[]> Python() => Texts(
        """{0: 'ant', 1: "it's", -2: 'a\\'b', 'x': [1, 2.5, None, (True, False,)]}""",
        """['\x41', '\u00e9', '\U0001f41c', 'tab\t', '\\n']""",
        "{'batch': 1, 'half': False, 'args': {'nms': None}}", "[640, 640]");

    /// <summary>Bytes that stand for shapes and values.</summary>
    public static IReadOnlyList<byte[]> Numbers() =>
        [[], [1, 0, 0, 5, 1, 2, 3, 4], [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 7))]];

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
