using System.Numerics.Tensors;
using Fovea.Bench.Comparing;
using Fovea.Inference;
using Tensor = Fovea.Inference.Tensor;

namespace Fovea.Bench.Quantizing;

/// <summary>On how many photos a classifier gives the same class as another one.</summary>
/// <param name="Photos">The photos.</param>
/// <param name="Equal">Those to which Fovea gives the class of the other network.</param>
/// <param name="EqualInOnnxRuntime">Those to which ONNX Runtime gives the class that Fovea gives with the other network.</param>
/// <param name="EqualBetween">Those to which Fovea and ONNX Runtime give the same class.</param>
internal sealed record Top1Count(int Photos, int Equal, int EqualInOnnxRuntime, int EqualBetween)
{
    /// <summary>Runs both networks on photos, which are prepared as the files beside the other network say.</summary>
    /// <param name="file">The classifier.</param>
    /// <param name="against">The other one.</param>
    /// <param name="photos">The folder of the photos; those that cannot be read are left out.</param>
    /// <param name="optimize">Whether ONNX Runtime rewrites the graph as it can, or computes it node by node.</param>
    public static Top1Count Of(string file, string against, string photos, bool optimize)
    {
        int all = 0, equal = 0, equalInOnnxRuntime = 0, equalBetween = 0;
        using var engine = new InferenceEngine();
        using InferenceModel reference = engine.Load(against), model = engine.Load(file);
        var source = new PhotoTensors(against, reference);
        var photo = new Tensor(ElementType.Float32, source.Shape);
        CompiledPlan network = reference.Compile([source.Shape]), plan = model.Compile([source.Shape]);
        using var rival = new OnnxRuntimeRival(
            File.ReadAllBytes(file), engine.Threads, [photo], plan.Run([photo]), optimize, saturates: false);
        foreach (Tensor next in source.Read(photos))
        {
            next.Bytes.CopyTo(photo.Bytes);
            all++;
            int expected = Class(network.Run([photo])[0]);
            int ours = Class(plan.Run([photo])[0]);
            rival.Run();
            int theirs = Class(rival.Outputs[0]);
            equal += ours == expected ? 1 : 0;
            equalInOnnxRuntime += theirs == expected ? 1 : 0;
            equalBetween += ours == theirs ? 1 : 0;
        }

        return new Top1Count(all, equal, equalInOnnxRuntime, equalBetween);
    }

    private static int Class(Tensor scores) => TensorPrimitives.IndexOfMax(scores.Span<float>());
}
