using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>Tests that count what the whole process allocates, and so run alone.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;

/// <summary>After warm-up a run allocates nothing on the managed heap, on any thread.</summary>
[Collection(nameof(RunsAlone))]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_networks(int threads)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            RandomNetworks network = RandomNetworks.Create(seed);
            Check(network.Model, network.Images(3), threads, $"network {seed}");
        }
    }

    [Theory]
    [InlineData("topologies/mobilenet_v3_large.onnx", 1)]
    [InlineData("topologies/mobilenet_v3_large.onnx", 2)]
    [InlineData("topologies/shufflenet_v2_x1_0.onnx", 2)]
    [InlineData("topologies/convnext_tiny.onnx", 2)]
    [InlineData("topologies/zoo_squeezenet.onnx", 2)]
    public void Real_networks(string file, int threads)
    {
        byte[] model = RandomWeights.Fill(File.ReadAllBytes(TestData.Find(file)));
        Check(model, new TensorRandom(1).Floats(1, 3, 224, 224), threads, file);
    }

    [Theory]
    [InlineData("topologies/resnet18.onnx", 1)]
    [InlineData("topologies/resnet18.onnx", 2)]
    [InlineData("topologies/mobilenet_v3_large.onnx", 2)]
    [InlineData("topologies/zoo_squeezenet.onnx", 2)]
    public void Forwards_and_back(string file, int threads)
    {
        byte[] bytes = RandomWeights.Fill(File.ReadAllBytes(TestData.Find(file)));
        using InferenceModel model = TestEngines.Get(InstructionSets.Best, threads: threads).Load(bytes, file);
        Tensor image = new TensorRandom(1).Floats(1, 3, 224, 224);
        (string x, string y) = (model.Inputs[0].Name, model.Outputs[0].Name);
        CompiledPlan kept = model.CompileGradient([image.Shape], [y], [x], [y]);
        Check(kept, [image, new TensorRandom(2).Floats(kept.Inputs[1].Shape)], file);
        CompiledPlan again = model.CompileGradient([image.Shape], [y], [x], [y], maxBytes: kept.ArenaBytes * 9 / 10);
        Check(again, [image, new TensorRandom(2).Floats(kept.Inputs[1].Shape)], $"{file}, computed again");
        CompiledPlan loss = model.CompileLosses([image.Shape], [new LossTerm(y, LossStatistic.Value)], [x]);
        Check(loss, [.. loss.Inputs.Select((input, i) => i == 0 ? image : new TensorRandom(i).Floats(input.Shape))], $"{file}, a loss");
    }

    private static void Check(byte[] bytes, Tensor images, int threads, string who)
    {
        using InferenceModel model = TestEngines.Get(InstructionSets.Best, threads: threads).Load(bytes, who);
        Check(model.Compile([images.Shape]), [images], who);
    }

    private static void Check(CompiledPlan plan, Tensor[] inputs, string who)
    {
        Tensor[] outputs = plan.NewOutputs();
        for (int i = 0; i < 3; i++)
            plan.Run(inputs, outputs);

        // The test host's own threads allocate now and then: the least of several attempts is the run's own.
        long ofThisThread = long.MaxValue, ofAllThreads = long.MaxValue;
        for (int attempt = 0; attempt < 10 && ofAllThreads > 0; attempt++)
        {
            long allBefore = GC.GetTotalAllocatedBytes(precise: true), before = GC.GetAllocatedBytesForCurrentThread();
            plan.Run(inputs, outputs);
            ofThisThread = Math.Min(ofThisThread, GC.GetAllocatedBytesForCurrentThread() - before);
            ofAllThreads = Math.Min(ofAllThreads, GC.GetTotalAllocatedBytes(precise: true) - allBefore);
        }

        Assert.True(ofThisThread == 0, $"{who}: a run allocates {ofThisThread} bytes on the caller's thread.");
        Assert.True(ofAllThreads == 0, $"{who}: a run allocates {ofAllThreads} bytes on all threads.");
    }
}
