using Fovea.Bench.Models;
using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;

namespace Fovea.Bench.Quantizing;

/// <summary>Writes a float32 network as a quantised file.</summary>
internal static class QuantizeCommand
{
    public static int Run(QuantizeOptions options, TextWriter output)
    {
        try
        {
            byte[] quantized = Quantize(options, out string summary);
            File.WriteAllBytes(options.Out, quantized);
            output.WriteLine(summary);
            return 0;
        }
        catch (Exception error) when (error is InferenceException or NotSupportedException)
        {
            Console.Error.WriteLine($"{options.File} cannot be quantised: {error.Message}");
            return 1;
        }
    }

    /// <summary>The bytes of the quantised file.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="summary">One line that says what was done.</param>
    /// <exception cref="ArgumentException">The photos cannot be used.</exception>
    /// <exception cref="NotSupportedException">The network has a form that cannot be quantised.</exception>
    /// <exception cref="InferenceException">The engine refuses the network.</exception>
    internal static byte[] Quantize(QuantizeOptions options, out string summary)
    {
        using var engine = new InferenceEngine();
        byte[] bytes = BenchModel.Read(options.File).Bytes;
        var graph = new NetworkGraph(ModelProto.Parser.ParseFrom(bytes));
        using (InferenceModel original = engine.Load(bytes, Path.GetFileName(options.File)))
        {
            var photos = new PhotoTensors(options.File, original);
            OpsetUpgrade.Apply(graph, original, photos.Shape);
        }

        int folded = NormalizationFolding.Apply(graph);
        int nodes;
        if (options.Form == QuantizedForm.Dynamic)
        {
            nodes = new DynamicForm(graph, options.UnsignedWeights, options.PerChannel).Apply();
        }
        else
        {
            using InferenceModel model = engine.Load(graph.ToBytes(), Path.GetFileName(options.File));
            var photos = new PhotoTensors(options.File, model);
            var calibration = new Calibration(model);
            foreach (Tensor photo in photos.Read(options.Photos!))
                calibration.Add(photo);
            nodes = new QdqForm(graph, calibration.Ranges).Apply();
        }

        if (nodes == 0)
            throw new NotSupportedException("it has no node that could compute with integers.");
        summary = $"{nodes} nodes of integers, {folded} normalisations folded";
        return graph.ToBytes();
    }
}
