namespace Fovea.Inference.Onnx;

/// <summary>What to do about operators that Fovea does not have. docs/operators.md lists it too.</summary>
internal static class OperatorAdvice
{
    private const string Training = "Training: export the network for inference (in PyTorch after model.eval()).";

    private const string Blocks =
        "com.microsoft, weights of 4 bits in blocks: quantise the model to integers of 8 bits per tensor or channel, or use the file " +
        "before quantisation.";

    /// <summary>Operators of ONNX's own domain that do not run, by the reason.</summary>
    public static IReadOnlyList<OperatorGroup> Groups { get; } =
    [
        new("Random numbers: their result is not defined; export the network without them (in PyTorch after model.eval()), or make the " +
            "random tensor an input.",
            "Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"),
        new("Recurrent layers: export them as a Loop or a Scan over single steps.", "GRU", "LSTM", "RNN"),
        new("Attention as one operator: export with opset 22 or less, which writes it as MatMul and Softmax.",
            "Attention", "RotaryEmbedding"),
        new("Spectra: compute them outside, and make them the network's input.",
            "BlackmanWindow", "DFT", "HammingWindow", "HannWindow", "MelWeightMatrix", "STFT"),
        new("Text: do what needs strings outside, and make its numbers the network's input.",
            "RegexFullMatch", "StringConcat", "StringNormalizer", "StringSplit", "TfIdfVectorizer"),
        new("Optional values: export the network with tensors that are always there.",
            "Optional", "OptionalGetElement", "OptionalHasElement"),
        new("Maps over sequences: export the network with a Loop or a Scan.", "SequenceMap"),
        new("Files of images: Fovea decodes them itself; export the network alone, with the pixels as its input.", "ImageDecoder"),
        new(Training, "NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss"),
    ];

    /// <summary>One or two sentences for an operator that is missing.</summary>
    public static string For(OperatorName op) => op.Domain.Length == 0
        ? Groups.FirstOrDefault(group => group.Operators.Contains(op.Name))?.Advice
            ?? "docs/operators.md lists the operators that there are; another opset, or simpler settings of the export, may need only them."
        : op is { Domain: "com.microsoft", Name: "MatMulNBits" or "MatMulBnb4" or "GatherBlockQuantized" } ? Blocks
        : ForDomain(op.Domain);

    private static string ForDomain(string domain) => domain switch
    {
        "ai.onnx.ml" => "ai.onnx.ml, classical machine learning (trees, text, labels): export the network alone.",
        "ai.onnx.preview.training" or "ai.onnx.training" => Training,
        "com.microsoft" =>
            "com.microsoft, ONNX Runtime's optimiser or quantiser: use the file before optimisation and quantisation, or save it with " +
            "the level ORT_ENABLE_BASIC.",
        "com.microsoft.nchwc" or "com.ms.internal.nhwc" =>
            $"{domain}, ONNX Runtime's own layout: use the file before optimisation, or save it with the level ORT_ENABLE_BASIC.",
        "com.microsoft.extensions" or "ai.onnx.contrib" =>
            $"{domain}, onnxruntime-extensions' pre- and post-processing: export the network without it; Fovea decodes and scales " +
            "pictures itself.",
        "onnx.brevitas" or "qonnx.custom_op.general" or "finn.custom_op.general" =>
            $"{domain}, quantisers of Brevitas: export the network before its layers are quantised.",
        _ => $"{ShownText.Name(domain)} is not ONNX's: export the model with standard operators, or with functions that say what its " +
            "operators compute.",
    };
}

/// <summary>Operators that do not run for one reason.</summary>
/// <param name="Advice">What they are for, and what to do: two parts with a colon between.</param>
/// <param name="Operators">Their names, in alphabetical order.</param>
internal sealed record OperatorGroup(string Advice, params IReadOnlyList<string> Operators);
