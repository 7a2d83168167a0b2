using Fovea.Imaging.Resampling;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// The classes of image processors that are known. Sources: <c>src/transformers/models/NAME/image_processing_NAME.py</c> of transformers 4,
/// by whose defaults most published files were written. tools/record-processors states the same steps in Python.
/// </summary>
internal static class ProcessorTable
{
    private static readonly ImageStatistics Half = new([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]);
    private static readonly ImageStatistics ImageNet = new(Normalization.ImageNetMean, Normalization.ImageNetStd);
    private static readonly ImageStatistics Clip =
        new([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]);

    private const string TokensInstead =
        "It turns pixels into tokens or patches, which Fovea does not do; use /v2 with tensors that were prepared elsewhere.";

    private const string SizeDependsOnImage =
        "Its images keep their proportions and have no fixed size, which a network's input needs here; the rule of the resize is assumed.";

    /// <summary>Every known class.</summary>
    public static IReadOnlyList<ImageProcessor> All { get; } =
    [
        new(["Beit"], DefaultSize.Square(256), ResizeFilter.Bicubic, Half) { ModelTypes = ["beit", "data2vec-vision"], Crop = 224 },
        new(["DeiT"], DefaultSize.Square(256), ResizeFilter.Bicubic, Half) { ModelTypes = ["deit"], Crop = 224 },
        new(["Bit"], DefaultSize.Shortest(224), ResizeFilter.Bicubic, Clip)
        {
            ModelTypes = ["bit", "dinov2", "dinov2_with_registers", "focalnet", "hiera"],
            BareIsShortest = true,
            Crop = 224,
        },
        new(["CLIP", "ChineseCLIP", "ViTHybrid"], DefaultSize.Shortest(224), ResizeFilter.Bicubic, Clip)
        {
            ModelTypes = ["clip", "clip_vision_model", "chinese_clip", "git", "groupvit", "xclip", "vit_hybrid"],
            BareIsShortest = true,
            Crop = 224,
        },
        new(["Flava"], DefaultSize.Square(224), ResizeFilter.Bicubic, Clip) { ModelTypes = ["flava"], Crop = 224 },
        new(["Blip"], DefaultSize.Square(384), ResizeFilter.Bicubic, Clip) { ModelTypes = ["blip", "blip-2", "instructblip"] },
        new(["ConvNext"], DefaultSize.Shortest(384), ResizeFilter.Bicubic, Half)
        {
            ModelTypes = ["convnext", "convnextv2", "cvt", "resnet", "regnet", "van"],
            BareIsShortest = true,
            Steps = ResizeSteps.ConvNext,
        },
        new(["EfficientFormer"], DefaultSize.Square(224), ResizeFilter.Bicubic, ImageNet) { ModelTypes = ["efficientformer"], Crop = 224 },
        new(["EfficientNet"], DefaultSize.Square(346), ResizeFilter.Nearest, Half)
        {
            ModelTypes = ["efficientnet", "align"],
            Crop = 289,
            Crops = false,
            HasIncludeTop = true,
        },
        new(["Levit"], DefaultSize.Shortest(224), ResizeFilter.Bicubic, ImageNet)
        {
            ModelTypes = ["levit"],
            BareIsShortest = true,
            Crop = 224,
            Steps = ResizeSteps.Levit,
        },
        new(["MobileNetV1", "MobileNetV2"], DefaultSize.Shortest(256), ResizeFilter.Bilinear, Half)
        {
            ModelTypes = ["mobilenet_v1", "mobilenet_v2"],
            BareIsShortest = true,
            Crop = 224,
        },
        new(["MobileViT"], DefaultSize.Shortest(224), ResizeFilter.Bilinear, null)
        {
            ModelTypes = ["mobilevit", "mobilevitv2"],
            BareIsShortest = true,
            Crop = 256,
            FlipsChannels = true,
        },
        new(["Perceiver"], DefaultSize.Square(224), ResizeFilter.Bicubic, ImageNet)
        {
            ModelTypes = ["perceiver"],
            Crop = 256,
            Steps = ResizeSteps.Perceiver,
        },
        new(["PoolFormer"], DefaultSize.Shortest(224), ResizeFilter.Bicubic, ImageNet)
        {
            ModelTypes = ["poolformer"],
            BareIsShortest = true,
            Crop = 224,
            Steps = ResizeSteps.PoolFormer,
        },
        new(["Pvt"], DefaultSize.Square(224), ResizeFilter.Bilinear, ImageNet) { ModelTypes = ["pvt", "pvt_v2"] },
        new(["Segformer"], DefaultSize.Square(512), ResizeFilter.Bilinear, ImageNet) { ModelTypes = ["segformer", "upernet"] },
        new(["Siglip"], DefaultSize.Square(224), ResizeFilter.Bicubic, Half) { ModelTypes = ["siglip", "siglip_vision_model"] },
        new(["ViT"], DefaultSize.Square(224), ResizeFilter.Bilinear, Half)
        {
            ModelTypes =
            [
                "vit", "vit_mae", "vit_msn", "swin", "swinv2", "swiftformer", "dinat", "nat", "ijepa", "clipseg", "mgp-str",
            ],
        },
        new(["LayoutLMv3"], DefaultSize.Square(224), ResizeFilter.Bilinear, Half) { ModelTypes = ["layoutlmv3"] },
        new(["OwlViT"], DefaultSize.Square(768), ResizeFilter.Bicubic, Clip) { ModelTypes = ["owlvit"], Crop = 768, Crops = false },
        new(["RTDetr"], DefaultSize.Square(640), ResizeFilter.Bilinear, ImageNet)
        {
            ModelTypes = ["rt_detr", "rt_detr_v2", "d_fine"],
            Normalizes = false,
            PadsBatches = true,
        },
        new(["DINOv3ViT"], DefaultSize.Square(224), ResizeFilter.Bilinear, ImageNet)
        {
            ModelTypes = ["dinov3_vit", "dinov3_convnext"],
            Crop = 224,
            Crops = false,
            Difference = "It resizes after rescaling, without rounding to whole pixel values; here pixels are rounded, as Pillow does.",
        },
        new(["VideoMAE"], DefaultSize.Shortest(224), ResizeFilter.Bilinear, Half)
        {
            ModelTypes = ["videomae", "timesformer"],
            BareIsShortest = true,
            Crop = 224,
        },
        new(["DPT"], DefaultSize.Square(384), ResizeFilter.Bicubic, Half) { ModelTypes = ["dpt", "depth_anything"] },
        new(["TextNet"], DefaultSize.Shortest(640), ResizeFilter.Bilinear, ImageNet)
        {
            ModelTypes = ["textnet"],
            BareIsShortest = true,
            Crop = 224,
            Crops = false,
            Steps = ResizeSteps.Varying,
            Missing = SizeDependsOnImage,
        },
        new(["GLPN"], DefaultSize.Square(224), ResizeFilter.Bilinear, null)
        {
            ModelTypes = ["glpn"],
            Steps = ResizeSteps.Varying,
            Missing = SizeDependsOnImage,
        },
        Varying(["Detr", "ConditionalDetr", "DeformableDetr", "Deta", "GroundingDino"]) with
        {
            ModelTypes = ["detr", "conditional_detr", "deformable_detr", "deta", "grounding-dino", "table-transformer"],
            SideMultiple = 1,
        },
        Varying(["Yolos"]) with { ModelTypes = ["yolos"], SideMultiple = 16 },
        Varying(["MaskFormer", "Mask2Former", "OneFormer"]) with { ModelTypes = ["maskformer", "mask2former", "oneformer"] },
        new(["ImageGPT"], DefaultSize.Square(256), ResizeFilter.Bilinear, null) { ModelTypes = ["imagegpt"], Missing = TokensInstead },
        new(["Siglip2"], DefaultSize.Square(256), ResizeFilter.Bilinear, Half)
        {
            ModelTypes = ["siglip2", "siglip2_vision_model"],
            Steps = ResizeSteps.Varying,
            Missing = TokensInstead,
        },
    ];

    /// <summary>
    /// The class of a name such as <c>ViTImageProcessorFast</c> or <c>DeiTFeatureExtractor</c>; null where it is not known.
    /// </summary>
    public static ImageProcessor? OfClass(string name)
    {
        string bare = Without(Without(name, "Fast"), "Pil");
        bare = Without(Without(Without(bare, "ImageProcessor"), "FeatureExtractor"), "Processor");
        return All.FirstOrDefault(row => row.Names.Contains(bare, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The class of models of a <c>model_type</c>; null where it is not known.</summary>
    public static ImageProcessor? OfModelType(string type) => All.FirstOrDefault(row => row.ModelTypes.Contains(type));

    private static string Without(string name, string end) =>
        name.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? name[..^end.Length] : name;

    // Classes that came with DETR.
    private static ImageProcessor Varying(string[] names) => new(names, DefaultSize.Shortest(800), ResizeFilter.Bilinear, ImageNet)
    {
        BareIsShortest = true,
        Steps = ResizeSteps.Varying,
        PadsBatches = true,
        Missing = SizeDependsOnImage,
    };
}
