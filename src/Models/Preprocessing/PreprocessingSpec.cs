using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Inference;

namespace Fovea.Models.Preprocessing;

/// <summary>How an image becomes the network's input. Every setting has its final value.</summary>
public sealed record PreprocessingSpec
{
    /// <summary>The width of the network's input in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The height of the network's input in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>
    /// The multiple, in pixels, to which both sides of a resized picture are rounded up to become those of the input, where the input has
    /// the size of each picture; null where it has <see cref="Width"/> and <see cref="Height"/> for all. Those are an example then: what
    /// is computed of the network alone is computed for them.
    /// </summary>
    public int? SideMultiple { get; init; }

    /// <summary>
    /// Whether the network takes <see cref="Width"/> and <see cref="Height"/> alone though the input has the size of each picture: larger
    /// ones go through it in tiles of this size, smaller ones are padded to it.
    /// </summary>
    public bool IsTiled { get; init; }

    /// <summary>The channels that the network takes, in order.</summary>
    public required ChannelOrder Channels { get; init; }

    /// <summary>
    /// Whether images with more than 8 bits per sample are prepared with all of them, in float32; else they are rounded to bytes first.
    /// </summary>
    public bool KeepsDepth { get; init; }

    /// <summary>The order of the tensor's dimensions.</summary>
    public required TensorLayout Layout { get; init; }

    /// <summary>The type of the tensor's elements; values are rounded to it, and limited to its range.</summary>
    public ElementType ElementType { get; init; } = ElementType.Float32;

    /// <summary>The part of the image that is cropped before it is resized; null keeps the whole image.</summary>
    public SourceCrop? SourceCrop { get; init; }

    /// <summary>The size to which the image is resized before cropping.</summary>
    public required ResizeRule Resize { get; init; }

    /// <summary>
    /// How the margins are rounded when the resized image is cropped to the input's size, or padded to it.
    /// </summary>
    public required CropRounding Crop { get; init; }

    /// <summary>Where the resized image lies in the input; in the middle by default.</summary>
    public ImagePlace Place { get; init; }

    /// <summary>The colour of the padding where the resized image is smaller than the input; black by default.</summary>
    public RgbColor Padding { get; init; }

    /// <summary>Whether the padding is zeros of the tensor instead of a colour, which is normalised.</summary>
    public bool PadsZeros { get; init; }

    /// <summary>The arithmetic from pixel values 0..255, which may have fractions, to the tensor's values.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>Whether the EXIF orientation is applied first.</summary>
    public required bool ApplyExifOrientation { get; init; }

    /// <summary>The colour on which transparent images are composited; null drops the alpha channel.</summary>
    public required RgbColor? Background { get; init; }

    /// <summary>1 for grayscale, 4 with alpha, else 3.</summary>
    public int ChannelCount => Channels.Count();

    /// <summary>The number of values that one image takes in the tensor.</summary>
    public int ElementCount => ChannelCount * Height * Width;

    /// <summary>Whether the whole image fills the input, so that proportions are not kept.</summary>
    internal bool Stretches =>
        SourceCrop is null && Resize.Kind == ResizeKind.Exact && (Resize.Width, Resize.Height) == (Width, Height);

    /// <summary>
    /// The shape of the network's input for <paramref name="batch"/> images; of one image where the layout has no batch axis.
    /// </summary>
    public Shape InputShape(int batch) => Layout.HasBatch() ? RowsShape(batch) : new Shape(ImageExtents);

    /// <summary>
    /// The shape of a tensor with a row for each of <paramref name="images"/> images, also where the network takes one at a time.
    /// </summary>
    public Shape RowsShape(int images) => new([images, .. ImageExtents]);

    /// <summary>
    /// The same with one size for all pictures, which are fitted into it where each would have the size of its own; this, where there is
    /// one size.
    /// </summary>
    public PreprocessingSpec InOneSize() => SideMultiple is null
        ? this
        : this with
        {
            SideMultiple = null,
            IsTiled = false,
            Resize = ResizeRule.Fit(Width, Height, Resize.Kind == ResizeKind.None ? ResizeFilter.Bilinear : Resize.Filter),
        };

    private long[] ImageExtents => Layout.ImageExtents(ChannelCount, Height, Width);
}
