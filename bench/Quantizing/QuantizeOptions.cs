namespace Fovea.Bench.Quantizing;

/// <summary>How a quantised network is written.</summary>
internal enum QuantizedForm
{
    /// <summary>QuantizeLinear and DequantizeLinear with constant scales around the nodes.</summary>
    Qdq,

    /// <summary>ConvInteger and MatMulInteger, with the scales of activations computed in each run.</summary>
    Dynamic,
}

/// <summary>The options of the quantize command.</summary>
internal sealed record QuantizeOptions
{
    /// <summary>The float32 network.</summary>
    public required string File { get; init; }

    /// <summary>The file to write.</summary>
    public required string Out { get; init; }

    public QuantizedForm Form { get; init; }

    /// <summary>The folder of photos by which activations are calibrated; null where that is not needed.</summary>
    public string? Photos { get; init; }

    /// <summary>Whether the weights of the dynamic form are UInt8 with a zero point; otherwise they are Int8 without.</summary>
    public bool UnsignedWeights { get; init; }

    /// <summary>Whether the Int8 weights of convolutions of the dynamic form have a scale per output channel, not one for all.</summary>
    public bool PerChannel { get; init; }

    /// <exception cref="ArgumentException">An option is missing or makes no sense.</exception>
    public static QuantizeOptions Read(Arguments arguments)
    {
        var options = new QuantizeOptions
        {
            File = arguments.Subject ?? throw new ArgumentException("The model's path is missing: quantize FILE --out FILE."),
            Out = arguments.Required("out"),
            Photos = arguments.Text("photos"),
            Form = arguments.Text("form") switch
            {
                null or "qdq" => QuantizedForm.Qdq,
                "dynamic" => QuantizedForm.Dynamic,
                string other => throw new ArgumentException($"--form {other}: expected qdq or dynamic."),
            },
            PerChannel = arguments.Switch("per-channel", otherwise: false),
            UnsignedWeights = arguments.Text("weights") switch
            {
                null or "int8" => false,
                "uint8" => true,
                string other => throw new ArgumentException($"--weights {other}: expected int8 or uint8."),
            },
        };
        if (options is { Form: QuantizedForm.Qdq, Photos: null })
            throw new ArgumentException("--photos is missing: the scales of activations are found by running the network on photos.");
        if (options is { Form: QuantizedForm.Qdq, UnsignedWeights: true })
            throw new ArgumentException("--weights uint8 goes with --form dynamic: the weights of qdq are int8 per channel.");
        if (options is { PerChannel: true, UnsignedWeights: true })
            throw new ArgumentException("--per-channel true goes with --weights int8: uint8 weights have one scale and one zero point.");
        return options;
    }
}
