using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// The resize and the crop of a processor's file: <c>do_resize</c>, <c>size</c>, <c>crop_pct</c>, <c>do_center_crop</c>, <c>crop_size</c>.
/// The meaning of each depends on the others, and on the class.
/// </summary>
internal sealed record ProcessorResize
{
    // Below this size ConvNeXt's processors resize to size / crop_pct and crop; from it on they resize the whole image without keeping
    // proportions.
    private const int ConvNextLeastUncropped = 384;
    private const double ConvNextCropShare = 224 / 256.0;
    private const double PoolFormerCropShare = 0.9;
    private const double LevitShare = 256 / 224.0;
    private const int UsualLongest = 1333;

    public Sourced<int>? Width { get; private init; }

    public Sourced<int>? Height { get; private init; }

    public Sourced<ResizeTarget>? Target { get; private init; }

    public Sourced<SourceCrop>? SourceCrop { get; private init; }

    /// <summary>What pads images to the network's input, with zeros after the normalisation; null where nothing does.</summary>
    public string? PaddedBy { get; private init; }

    /// <summary>Whether the steps give images of varying sizes: of fixed ones here, cropped or padded to the network's input.</summary>
    public bool Varies { get; private init; }

    /// <summary>The multiple to which the sides of each image are padded to be those of the input; null where they are fixed.</summary>
    public Sourced<int>? SideMultiple { get; private init; }

    /// <param name="fields">The fields.</param>
    /// <param name="takesAnySides">Whether the graph leaves both sides open.</param>
    public static ProcessorResize Read(in ProcessorFields fields, bool takesAnySides)
    {
        ResizeSteps steps = fields.Row?.Steps ?? (fields.Get("crop_pct") is null ? ResizeSteps.Plain : ResizeSteps.ConvNext);
        bool canCrop = fields.IsFast || fields.Row is null || fields.Row.Crop is not null;
        bool byDefault = fields.Row is { } known ? known is { Crop: not null, Crops: true } : fields.Get("crop_size") is not null;
        bool cropped = canCrop && fields.Flag("do_center_crop", byDefault);
        ProcessorResize crop = cropped ? ReadCrop(fields) : new ProcessorResize();
        if (!fields.Flag("do_resize", true))
            return crop with { Target = fields.Sourced(new ResizeTarget(ResizeKind.None), "do_resize"), Varies = !cropped };
        ProcessorSize? given = fields.Get("size") is { } field
            ? ProcessorSize.Read(field, !(fields.Get("default_to_square")?.Flag() ?? !(fields.Row?.BareIsShortest ?? cropped)))
            : fields.Row is { } row ? ProcessorSize.Default(row.Size) : null;
        if (given is not { } size)
            return crop;
        if (fields.Flag("use_square_size", false))
            size = size with { IsShortest = false };
        if (fields.Row is { PadsBatches: true } && Fixed(fields, size) is { } fixedSize)
            return fixedSize;
        if (takesAnySides && fields.Row is { SideMultiple: { } multiple } && size.IsShortest)
            return OfImages(fields, size, multiple);
        if (steps == ResizeSteps.Varying || size.Varies)
            return crop with { Varies = true };
        return steps switch
        {
            ResizeSteps.ConvNext => ReadConvNext(fields, size),
            ResizeSteps.Perceiver when cropped => ReadPerceiver(fields, size),
            ResizeSteps.Levit when size.IsShortest => crop.Resized(fields, Shortest((int)(LevitShare * size.Width)), cropped),
            ResizeSteps.PoolFormer => crop.Resized(fields, PoolFormer(fields, size), cropped),
            _ => crop.Resized(fields, size.IsShortest ? Shortest(size.Width) : Exact(size.Width, size.Height), cropped),
        };
    }

    /// <summary>
    /// These settings, where the class's default sizes agree with the graph's input; else without them, so that the sizes are assumed.
    /// </summary>
    /// <param name="fields">The fields.</param>
    /// <param name="graph">The size that the graph takes; null where it leaves it open.</param>
    /// <param name="agrees">Whether they agree.</param>
    public ProcessorResize FitTo(in ProcessorFields fields, (int Width, int Height)? graph, out bool agrees)
    {
        string byDefault = fields.DefaultSource;
        agrees = graph is not { } sides || fields.Row is null
            || ((Width is not { } width || width.Source != byDefault || width.Value == sides.Width)
                && (Height is not { } height || height.Source != byDefault || height.Value == sides.Height));
        return agrees ? this : new ProcessorResize();
    }

    // DETR's processors resize to a fixed size, or into largest sides, and pad to a fixed size at the right and below.
    private static ProcessorResize? Fixed(in ProcessorFields fields, ProcessorSize size)
    {
        if (size.IsShortest || fields.Get("size_divisor") is not null)
            return null;
        ResizeTarget target = size.Varies
            ? new ResizeTarget(ResizeKind.Fit, Width: size.Width, Height: size.Height) { Rounding = FitRounding.ProductDown }
            : Exact(size.Width, size.Height);
        if (!fields.Flag("do_pad", fields.Row!.Steps == ResizeSteps.Varying)
            || fields.Get("pad_size") is not { Kind: System.Text.Json.JsonValueKind.Object } field)
            return size.Varies ? null : new ProcessorResize().Resized(fields, target, cropped: false);
        ProcessorSize padded = ProcessorSize.Read(field, bareIsShortest: false);
        if (padded.IsShortest || padded.Varies || padded.Width < size.Width || padded.Height < size.Height)
            throw field.Error("height and width that are not less than those of size");
        return new ProcessorResize
        {
            Width = field.Sourced(padded.Width),
            Height = field.Sourced(padded.Height),
            Target = fields.Sourced(target, "size"),
            PaddedBy = field.Source,
        };
    }

    // Each image has an input of the size of its own. What is shown of the network alone is that of a square of the shortest side.
    private static ProcessorResize OfImages(in ProcessorFields fields, ProcessorSize size, int multiple)
    {
        int shortest = size.Shortest ?? size.Width;
        int? longest = size.Longest ?? fields.Get("max_size")?.Whole(1, ImageSides.Max)
            ?? (fields.Get("size") is null ? UsualLongest : null);
        Sourced<int> side = fields.Sourced(shortest / multiple * multiple, "size");
        return new ProcessorResize
        {
            Width = side,
            Height = side,
            SideMultiple = fields.Sourced(1, "size"),
            Target = fields.Sourced(
                new ResizeTarget(ResizeKind.Multiple)
                {
                    Sides = new MultipleSides { Of = multiple, Shortest = shortest, Longest = longest, RoundsDown = true },
                },
                "size"),
        };
    }

    // The input has the size of the crop or, without one, of the resized image.
    private ProcessorResize Resized(in ProcessorFields fields, ResizeTarget target, bool cropped)
    {
        Sourced<ResizeTarget> sourced = fields.Sourced(target, "size");
        if (cropped)
            return this with { Target = sourced };
        return target.Kind == ResizeKind.Exact
            ? this with
            {
                Target = sourced,
                Width = new Sourced<int>(target.Width!.Value, sourced.Source),
                Height = new Sourced<int>(target.Height!.Value, sourced.Source),
            }
            : this with { Target = sourced, Varies = true };
    }

    private static ProcessorResize ReadCrop(in ProcessorFields fields)
    {
        if (fields.Get("crop_size") is { } field)
        {
            ProcessorSize size = ProcessorSize.Read(field, bareIsShortest: false);
            if (size.IsShortest || size.Varies)
                throw field.Error("a whole number, [height, width] or {\"height\": ..., \"width\": ...}");
            return new ProcessorResize { Width = field.Sourced(size.Width), Height = field.Sourced(size.Height) };
        }

        if (fields.Row?.Crop is not { } side)
            return new ProcessorResize();
        var byDefault = new Sourced<int>(side, fields.DefaultSource);
        return new ProcessorResize { Width = byDefault, Height = byDefault };
    }

    private static ProcessorResize ReadConvNext(in ProcessorFields fields, ProcessorSize size)
    {
        if (!size.IsShortest && fields.Get("size") is { } field && field.Kind != System.Text.Json.JsonValueKind.Number)
            throw field.Error("a number, or shortest_edge");
        Sourced<int> side = fields.Sourced(size.Width, "size");
        double share = CropShare(fields) ?? ConvNextCropShare;
        ResizeTarget target = size.Width < ConvNextLeastUncropped
            ? Shortest((int)(size.Width / share))
            : Exact(size.Width, size.Width);
        return new ProcessorResize { Width = side, Height = side, Target = fields.Sourced(target, "size") };
    }

    private static ResizeTarget PoolFormer(in ProcessorFields fields, ProcessorSize size)
    {
        double? share = fields.Root.IsNull("crop_pct") ? null : CropShare(fields) ?? PoolFormerCropShare;
        if (share is not { } part)
            return size.IsShortest ? Shortest(size.Width) : Exact(size.Width, size.Height);
        return size.IsSquare ? Shortest((int)(size.Width / part)) : Exact((int)(size.Width / part), (int)(size.Height / part));
    }

    // The crop is a part of the image's shorter side: size / crop_size of it.
    private static ProcessorResize ReadPerceiver(in ProcessorFields fields, ProcessorSize size)
    {
        if (size.IsShortest)
            throw fields.Get("size")!.Value.Error("a whole number, or height and width");
        ProcessorResize crop = ReadCrop(fields);
        var share = new SourceCrop((double)size.Width / crop.Width!.Value.Value, (double)size.Height / crop.Height!.Value.Value);
        if (share.Width > 1 || share.Height > 1)
            throw (fields.Get("crop_size") ?? fields.Root).Error("sides that are not shorter than those of size");
        return new ProcessorResize
        {
            Width = fields.Sourced(size.Width, "size"),
            Height = fields.Sourced(size.Height, "size"),
            Target = fields.Sourced(Exact(size.Width, size.Height), "size"),
            SourceCrop = fields.Sourced(share, "crop_size"),
        };
    }

    private static double? CropShare(in ProcessorFields fields) => fields.Get("crop_pct")?.CropShare();

    private static ResizeTarget Shortest(int side) => new(ResizeKind.ShortestEdge, side);

    private static ResizeTarget Exact(int width, int height) => new(ResizeKind.Exact, Width: width, Height: height);
}
