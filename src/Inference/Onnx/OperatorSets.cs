using Fovea.Inference.Onnx.Schema;

namespace Fovea.Inference.Onnx;

/// <summary>The versions of the operator sets that a model, or one of its functions, is written in.</summary>
internal sealed class OperatorSets
{
    /// <summary>The oldest supported version of ONNX's own operator set.</summary>
    public const long Oldest = 1;

    /// <summary>The newest.</summary>
    public const long Newest = 28;

    // From this version of the format on a file must say which operator sets it uses; before, it was the first.
    private const long FirstFormatWithImports = 3;

    private readonly Dictionary<string, long> _versions = [];
    private readonly OperatorSets? _outer;

    private OperatorSets(IEnumerable<OperatorSetIdProto> imports, OperatorSets? outer)
    {
        _outer = outer;
        foreach (OperatorSetIdProto set in imports)
            _versions[Domain(set.Domain)] = set.Version;
    }

    /// <summary>The version of ONNX's own operator set.</summary>
    public long Default => Version(string.Empty);

    /// <summary>The operator sets of a model.</summary>
    /// <exception cref="InvalidModelException">The file does not say which it uses.</exception>
    /// <exception cref="UnsupportedModelException">The version is not supported.</exception>
    public static OperatorSets Of(ModelProto model)
    {
        var sets = new OperatorSets(model.OpsetImport, null);
        if (model.IrVersion is >= 1 and < FirstFormatWithImports)
        {
            sets._versions.TryAdd(string.Empty, Oldest);
        }
        else if (!sets._versions.ContainsKey(string.Empty))
        {
            throw new InvalidModelException(
                "The model does not say which version of the ONNX operator set it uses (opset_import); only files of the format's " +
                $"versions 1 and 2 may leave it out, and this one has version {model.IrVersion}. Export it again, or set opset_import.");
        }

        sets.Check("The model");
        return sets;
    }

    /// <summary>The operator sets of a function; those of the model where it does not say.</summary>
    /// <exception cref="UnsupportedModelException">The version is not supported.</exception>
    public OperatorSets Of(FunctionProto function)
    {
        var sets = new OperatorSets(function.OpsetImport, this);
        sets.Check($"The function {ShownText.Name(function.Name)}");
        return sets;
    }

    /// <summary>The version of a domain's operator set; 1 where nothing says which.</summary>
    public long Version(string domain) =>
        _versions.TryGetValue(Domain(domain), out long version) ? version : _outer?.Version(domain) ?? 1;

    /// <summary>The domain under the one name that it has here: that of ONNX is empty.</summary>
    public static string Domain(string domain) => domain == "ai.onnx" ? string.Empty : domain;

    private void Check(string who)
    {
        if (Default is < Oldest or > Newest)
        {
            throw new UnsupportedModelException(
                $"{who} uses version {Default} of the ONNX operator set; supported are {Oldest} to {Newest}. Convert the model with " +
                "onnx.version_converter or export it again.");
        }
    }
}
