using Fovea.Imaging.Resampling;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>What a processor's class makes of <c>size</c>.</summary>
internal enum ResizeSteps
{
    /// <summary>The shorter side, or both sides, become what <c>size</c> says.</summary>
    Plain,

    /// <summary>The shorter side becomes int(256 / 224 * <c>shortest_edge</c>).</summary>
    Levit,

    /// <summary>The sides of <c>size</c> are divided by <c>crop_pct</c>; an oblong one is resized to without keeping proportions.</summary>
    PoolFormer,

    /// <summary>
    /// Below 384: the shorter side becomes <c>shortest_edge</c> / <c>crop_pct</c>, and the centre is cropped. From 384 on: the whole image
    /// is resized to a square.
    /// </summary>
    ConvNext,

    /// <summary>The centre is cropped first, to <c>size</c> / <c>crop_size</c> of the shorter side; it is resized to <c>size</c>.</summary>
    Perceiver,

    /// <summary>The size of the result depends on the image, so that there is none for a network's input.</summary>
    Varying,
}

/// <summary>A default of <c>size</c>: a square, or the length of the shorter side.</summary>
internal readonly record struct DefaultSize(int Side, bool IsShortest)
{
    public static DefaultSize Square(int side) => new(side, IsShortest: false);

    public static DefaultSize Shortest(int side) => new(side, IsShortest: true);
}

/// <summary>Default values of <c>image_mean</c> and <c>image_std</c>.</summary>
internal sealed record ImageStatistics(double[] Mean, double[] Std);

/// <summary>
/// What the classes of image processors of Hugging Face's transformers do, beyond what their files say: their defaults, and the steps in
/// which they differ. The reference is their implementation with Pillow and numpy.
/// </summary>
/// <param name="Names">The classes, without <c>ImageProcessor</c>, <c>ImageProcessorFast</c> or <c>FeatureExtractor</c>.</param>
/// <param name="Size">The default of <c>size</c>.</param>
/// <param name="Filter">The default of <c>resample</c>.</param>
/// <param name="Statistics">The defaults of <c>image_mean</c> and <c>image_std</c>; null where the class does not normalise.</param>
internal sealed record ImageProcessor(string[] Names, DefaultSize Size, ResizeFilter Filter, ImageStatistics? Statistics)
{
    /// <summary>The <c>model_type</c>s of config.json to which a class belongs, where the processor's file names none.</summary>
    public string[] ModelTypes { get; init; } = [];

    /// <summary>Whether a bare number as <c>size</c> is the length of the shorter side, rather than of both.</summary>
    public bool BareIsShortest { get; init; }

    /// <summary>The default side of <c>crop_size</c>; null where the class does not crop.</summary>
    public int? Crop { get; init; }

    /// <summary>The default of <c>do_center_crop</c>, where the class crops.</summary>
    public bool Crops { get; init; } = true;

    /// <summary>The default of <c>do_normalize</c>, where the class normalises.</summary>
    public bool Normalizes { get; init; } = true;

    /// <summary>What it makes of the size.</summary>
    public ResizeSteps Steps { get; init; }

    /// <summary>Whether it knows <c>do_flip_channel_order</c>, which is true by default.</summary>
    public bool FlipsChannels { get; init; }

    /// <summary>
    /// Whether it knows <c>rescale_offset</c> (subtract 1 after rescaling) and <c>include_top</c> (divide by <c>image_std</c> once more,
    /// true by default).
    /// </summary>
    public bool HasIncludeTop { get; init; }

    /// <summary>Whether it pads the images of a batch to the largest, which changes nothing for one image.</summary>
    public bool PadsBatches { get; init; }

    /// <summary>
    /// The multiple, rounded down, of the sides of images that keep their proportions and are resized by <c>shortest_edge</c> and
    /// <c>longest_edge</c>; null where a class does it otherwise.
    /// </summary>
    public int? SideMultiple { get; init; }

    /// <summary>A small difference from what is computed here, as a sentence; null where there is none.</summary>
    public string? Difference { get; init; }

    /// <summary>What it does that cannot be done here, as a sentence; null where everything can.</summary>
    public string? Missing { get; init; }
}
