using Fovea.Inference;

namespace Fovea.Api.Tests.Readme;

/// <summary>The README's C# sample: the lines between the two marks are the ones that the README shows.</summary>
internal static class LibrarySample
{
    public const string Begin = "// README: begin", End = "// README: end";

    public static Tensor[] Run(string path)
    {
        // README: begin
        using var engine = new InferenceEngine();
        using InferenceModel model = engine.Load(path);

        var input = new Tensor(ElementType.Float32, new Shape(1, 1, 28, 28));
        input.Span<float>().Fill(0.5f);

        CompiledPlan plan = model.Compile([input.Shape], ["logits", "relu1"]);
        Tensor[] outputs = [.. plan.Outputs.Select(output => new Tensor(output.ElementType, output.Shape))];
        plan.Run([input], outputs);
        // outputs: Float32[1,10] and Float32[1,16,28,28]
        // README: end
        return outputs;
    }
}
