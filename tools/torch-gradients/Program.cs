using System.Diagnostics;
using System.Globalization;
using Fovea.Bench;
using Fovea.Bench.Gradients;
using Fovea.Bench.Statistics;
using Fovea.Inference;
using TorchSharp;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

var arguments = new Arguments(args);
int rounds = arguments.Number("rounds", 15), warmup = arguments.Number("warmup", 3);
(string Name, Func<Module> Network)[] networks =
[
    ("resnet18", () => torchvision.models.resnet18()),
    ("vgg16", () => torchvision.models.vgg16()),
];
foreach (int threads in arguments.Numbers("threads", 1, Environment.ProcessorCount))
{
    torch.set_num_threads(threads);
    using var engine = new InferenceEngine(new InferenceOptions { Threads = threads });
    Console.WriteLine(
        $"{threads} threads, batch 1; medians of {rounds} alternating runs forwards and back, in ms; libtorch {torch.__version__}.\n\n" +
        "| network | Fovea | libtorch | libtorch / Fovea |\n|---|---:|---:|---:|");
    foreach ((string name, Func<Module> network) in networks)
        Console.WriteLine(Row(name, network, engine));
    Console.WriteLine();
}

return 0;

string Row(string name, Func<Module> network, InferenceEngine engine)
{
    using InferenceModel model = engine.Load(File.ReadAllBytes(Path.Combine(arguments.Required("models"), $"{name}.onnx")), name);
    var shape = new Shape(1, 3, 224, 224);
    CompiledPlan plan = GradientPlan.Compile(model, [shape]);
    Tensor[] inputs = [.. plan.Inputs.Select(input => new Tensor(ElementType.Float32, input.Shape))];
    foreach (Tensor input in inputs)
    {
        foreach (ref float value in input.Span<float>())
            value = Random.Shared.NextSingle();
    }

    using Module rival = network();
    rival.eval();
    foreach (torch.Tensor weights in rival.parameters())
        weights.requires_grad = false;
    List<double> own = [], others = [];
    for (int i = 0; i < warmup + rounds; i++)
    {
        double time = Time(() => plan.Run(inputs)), other = Time(() => RunTorch(rival, shape));
        if (i < warmup)
            continue;
        own.Add(time);
        others.Add(other);
    }

    (double fovea, double libtorch) = (Summary.Median(own), Summary.Median(others));
    return string.Create(CultureInfo.InvariantCulture, $"| {name} | {fovea:0.0} | {libtorch:0.0} | {libtorch / fovea:0.00} |");
}

// The gradient of the sum of all scores with respect to the input, as the plan computes it.
static void RunTorch(Module network, Shape shape)
{
    using DisposeScope scope = torch.NewDisposeScope();
    torch.Tensor input = torch.rand([.. shape]).requires_grad_();
    torch.Tensor scores = network.forward(input);
    torch.autograd.grad([scores], [input], [torch.ones_like(scores)]);
}

static double Time(Action run)
{
    long start = Stopwatch.GetTimestamp();
    run();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}
