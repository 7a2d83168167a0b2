using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.Triton;

/// <summary>
/// What a <c>config.pbtxt</c> says of a model's inputs or outputs: it is compared with the graph, and gives the size of an image that the
/// graph leaves open. <c>dims</c> are without the batch where <c>max_batch_size</c> is above 0.
/// </summary>
/// <param name="Sides">Width and height of the only input, where it is an image whose size the graph leaves open.</param>
internal sealed record TritonTensors(Sourced<(int Width, int Height)>? Sides)
{
    private const int MostChannels = 4;

    // Triton's names of the types; TYPE_STRING has no counterpart.
    private static readonly (string Name, ElementType Type)[] Types =
    [
        ("TYPE_FP32", ElementType.Float32), ("TYPE_FP16", ElementType.Float16), ("TYPE_FP64", ElementType.Float64),
        ("TYPE_UINT8", ElementType.UInt8), ("TYPE_UINT16", ElementType.UInt16), ("TYPE_UINT32", ElementType.UInt32),
        ("TYPE_UINT64", ElementType.UInt64), ("TYPE_INT8", ElementType.Int8), ("TYPE_INT16", ElementType.Int16),
        ("TYPE_INT32", ElementType.Int32), ("TYPE_INT64", ElementType.Int64), ("TYPE_BOOL", ElementType.Bool),
    ];

    /// <summary>Reads and compares the inputs or the outputs; adds a warning for each contradiction.</summary>
    public static TritonTensors Read(TextMessage config, string kind, FoundFile file, List<PackageNote> notes)
    {
        if (file.Graph is not { } graph)
            return new TritonTensors((Sourced<(int, int)>?)null);
        IReadOnlyList<ModelValue> values = kind == "input" ? graph.Inputs : graph.Outputs;
        bool batched = config.Wholes("max_batch_size") is [.., > 0];
        TextMessage[] tensors = [.. config.Messages(kind)];
        for (int i = 0; i < tensors.Length; i++)
        {
            string field = string.Create(CultureInfo.InvariantCulture, $"{kind}[{i}]");
            if (Compare(tensors[i], field, batched, values) is { } fault)
                notes.Add(new PackageNote(NoteSeverity.Warning, file.Name, $"{field}.{fault.Field}", $"{fault.Text} The graph is used."));
            else if (kind == "input" && tensors.Length == 1 && values is [{ } value] && GraphSides.Of(graph) is null
                && FindSides(tensors[i], value.Shape, batched) is { } sides)
                return new TritonTensors(new Sourced<(int, int)>(sides, $"{file.Name}: {field}.dims"));
        }

        return new TritonTensors((Sourced<(int, int)>?)null);
    }

    private static (string Field, string Text)? Compare(TextMessage tensor, string field, bool batched, IReadOnlyList<ModelValue> values)
    {
        string name = tensor.Scalar("name") ?? "";
        if (values.FirstOrDefault(value => value.Name == name) is not { } found)
            return ("name", $"The graph has no '{name}' there; it has {string.Join(", ", values.Select(value => $"'{value.Name}'"))}.");
        if (tensor.Scalar("data_type") is { } type && !Types.Contains((type, found.ElementType)))
            return ("data_type", $"It is {type}; '{name}' is {found.ElementType}.");
        if (Shape(tensor, batched) is { } dims && found.Shape.Dimensions is { } known && !Agree(dims, known))
            return ("dims", $"It says [{string.Join(", ", dims)}]{(batched ? " with the batch" : "")}; '{name}' is {found.Shape}.");
        return tensor.Scalar("format") is { } format && ChannelAxis(format, found.Shape) is { Value: > MostChannels and var count }
            ? ("format", string.Create(CultureInfo.InvariantCulture, $"It is {format}; '{name}' has {count} there, which are no channels."))
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

    private static Dimension? ChannelAxis(string format, SymbolicShape shape) => (format, shape.Dimensions) switch
    {
        ("FORMAT_NCHW", { Count: 4 } dimensions) => dimensions[1],
        ("FORMAT_NHWC", { Count: 4 } dimensions) => dimensions[3],
        _ => null,
    };

    private static (int Width, int Height)? FindSides(TextMessage tensor, SymbolicShape shape, bool batched)
    {
        if (shape.Dimensions is not { Count: 4 } known || Shape(tensor, batched) is not { Length: 4 } dims)
            return null;
        bool channelsLast = tensor.Scalar("format") switch
        {
            "FORMAT_NHWC" => true,
            "FORMAT_NCHW" => false,
            _ => (known[1].Value ?? dims[1]) is < 0 or > MostChannels && (known[3].Value ?? dims[3]) is > 0 and <= MostChannels,
        };
        (long height, long width) = channelsLast ? (dims[1], dims[2]) : (dims[2], dims[3]);
        return height is > 0 and <= ImageSides.Max && width is > 0 and <= ImageSides.Max ? ((int)width, (int)height) : null;
    }
}
