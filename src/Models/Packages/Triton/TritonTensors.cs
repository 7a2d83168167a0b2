using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.Triton;

/// <summary>
/// What a <c>config.pbtxt</c> says of a model's inputs and outputs: it is compared with the graph, and gives the size of an image that the
/// graph leaves open. <c>dims</c> are without the batch where <c>max_batch_size</c> is above 0.
/// </summary>
internal static class TritonTensors
{
    private const int MostChannels = 4;

    // Contradictions beyond these are counted.
    private const int MostNotes = 20;

    // Triton's names of the types; TYPE_STRING has no counterpart.
    private static readonly (string Name, ElementType Type)[] Types =
    [
        ("TYPE_FP32", ElementType.Float32), ("TYPE_FP16", ElementType.Float16), ("TYPE_FP64", ElementType.Float64),
        ("TYPE_UINT8", ElementType.UInt8), ("TYPE_UINT16", ElementType.UInt16), ("TYPE_UINT32", ElementType.UInt32),
        ("TYPE_UINT64", ElementType.UInt64), ("TYPE_INT8", ElementType.Int8), ("TYPE_INT16", ElementType.Int16),
        ("TYPE_INT32", ElementType.Int32), ("TYPE_INT64", ElementType.Int64), ("TYPE_BOOL", ElementType.Bool),
        ("TYPE_BF16", ElementType.BFloat16),
    ];

    /// <summary>Compares the inputs or the outputs with those of the graph: a warning for each contradiction.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="kind"><c>input</c> or <c>output</c>.</param>
    /// <param name="values">The graph's inputs or outputs.</param>
    /// <param name="file">The file's name.</param>
    public static IEnumerable<PackageNote> Compare(TextMessage config, string kind, IReadOnlyList<ModelValue> values, string file)
    {
        var byName = values.ToDictionary(value => value.Name, StringComparer.Ordinal);
        string names = NameList.Of([.. byName.Keys.Select(name => $"'{name}'")]);
        bool batched = IsBatched(config);
        (string Field, string Text)[] faults =
        [
            .. config.Messages(kind).Select((tensor, i) => Compare(tensor, batched, byName, names) is var (field, text)
                ? (string.Create(CultureInfo.InvariantCulture, $"{kind}[{i}].{field}"), text)
                : default).Where(fault => fault != default),
        ];
        return faults.Take(MostNotes)
            .Select(fault => new PackageNote(NoteSeverity.Warning, file, fault.Field, $"{fault.Text} The graph is used."))
            .Concat(faults.Skip(MostNotes).Take(1).Select(_ => new PackageNote(
                NoteSeverity.Warning, file, kind, $"{faults.Length - MostNotes} others contradict the graph, which is used.")));
    }

    /// <summary>What the only input says of an image: its size and channels where the graph leaves them open, and the layout.</summary>
    public static PreprocessingSettings ReadImage(TextMessage config, FoundFile file)
    {
        if (config.Messages("input").ToArray() is not [var input]
            || file.Graph?.Inputs is not [{ Shape.Dimensions: { Count: 4 } known } value]
            || input.Scalar("name") != value.Name || Shape(input, IsBatched(config)) is not { Length: 4 } dims || !Agree(dims, known))
            return new PreprocessingSettings();
        string field = $"{file.Name}: input[0].{(input.Messages("reshape").Any() ? "reshape" : "dims")}";
        bool? channelsLast = ChannelsLast(input);
        Dimension[] extents = [.. known.Zip(dims, (own, said) => own.IsKnown || said < 0 ? own : said)];
        (int Width, int Height)? sides = GraphImage.Sides(file.Graph) is null ? GraphImage.Sides(extents, channelsLast) : null;
        int? axis = AxisOf(channelsLast) ?? ChannelAxis.Find(extents);
        return new PreprocessingSettings
        {
            Width = sides is { } width ? new(width.Width, field) : null,
            Height = sides is { } height ? new(height.Height, field) : null,
            GivenChannels = axis is { } channels && extents[channels].Value is 1 or 3 or 4
                ? new((int)extents[channels].Value!.Value, field)
                : null,
            ChannelsLast = channelsLast is { } said ? new(said, $"{file.Name}: input[0].format") : null,
        };
    }

    private static bool IsBatched(TextMessage config) => config.Wholes("max_batch_size") is [.., > 0];

    private static (string Field, string Text)? Compare(
        TextMessage tensor, bool batched, Dictionary<string, ModelValue> values, string names)
    {
        string name = tensor.Scalar("name") ?? "";
        if (!values.TryGetValue(name, out ModelValue? found))
            return ("name", $"The graph has no '{name}' there; it has {names}.");
        if (tensor.Scalar("data_type") is { } type && !Types.Contains((type, found.ElementType)))
            return ("data_type", $"It is {type}; '{name}' is {found.ElementType}.");
        if (Shape(tensor, batched) is { } dims && found.Shape.Dimensions is { } known && !Agree(dims, known))
            return ("dims", $"It says [{string.Join(", ", dims)}]{(batched ? " with the batch" : "")}; '{name}' is {found.Shape}.");
        return AxisOf(ChannelsLast(tensor)) is { } axis && found.Shape.Dimensions is { Count: 4 } extents
            && extents[axis].Value is > MostChannels and var count
            ? ("format", string.Create(
                CultureInfo.InvariantCulture, $"It is {tensor.Scalar("format")}; '{name}' has {count} there, which are no channels."))
            : null;
    }

    // What the model itself gets: dims, or the shape that replaces it, behind the batch. Null where nothing is said.
    private static long[]? Shape(TextMessage tensor, bool batched)
    {
        TextMessage? reshape = tensor.Messages("reshape").LastOrDefault();
        if (reshape is null && !tensor.All("dims").Any())
            return null;
        long[]? dims = reshape is not null ? reshape.Wholes("shape") : tensor.Wholes("dims");
        return batched && dims is not null ? [-1, .. dims] : dims;
    }

    private static bool Agree(long[] dims, IReadOnlyList<Dimension> known) =>
        dims.Length == known.Count
        && dims.Zip(known).All(pair => pair.First < 0 || pair.Second.Value is null || pair.First == pair.Second.Value);

    // What a format says of a shape of four axes; null where there is none, or another one.
    private static bool? ChannelsLast(TextMessage tensor) => tensor.Scalar("format") switch
    {
        "FORMAT_NHWC" => true,
        "FORMAT_NCHW" => false,
        _ => null,
    };

    private static int? AxisOf(bool? channelsLast) => channelsLast is { } last ? (last ? 3 : 1) : null;
}
