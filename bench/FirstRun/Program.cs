// Times the first run of a model in a console program without any settings: Fovea.Bench.FirstRun MODEL.onnx. One line per process.
using System.Diagnostics;
using System.Globalization;
using Fovea.Inference;

if (args.Length != 1)
{
    Console.Error.WriteLine("Usage: Fovea.Bench.FirstRun MODEL.onnx");
    return 2;
}

using var engine = new InferenceEngine();
long start = Stopwatch.GetTimestamp();
using InferenceModel model = engine.Load(args[0]);
TimeSpan load = Stopwatch.GetElapsedTime(start);
(string, Tensor)[] inputs = [.. model.Inputs.Select(input => (input.Name, new Tensor(input.ElementType, OneImage(input.Shape))))];

TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
start = Stopwatch.GetTimestamp();
model.Run(inputs);
TimeSpan first = Stopwatch.GetElapsedTime(start);
TimeSpan processor = Environment.CpuUsage.TotalTime - processorBefore;
TimeSpan sinceStart = DateTime.Now - Process.GetCurrentProcess().StartTime;

start = Stopwatch.GetTimestamp();
model.Run(inputs);
TimeSpan second = Stopwatch.GetElapsedTime(start);

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"load {load.TotalMilliseconds:F0} ms, first run {first.TotalMilliseconds:F0} ms " +
    $"(processor time {processor.TotalMilliseconds:F0} ms), second run {second.TotalMilliseconds:F1} ms, " +
    $"process start to first result {sinceStart.TotalMilliseconds:F0} ms"));
return 0;

static Shape OneImage(SymbolicShape shape) => new([.. shape.Dimensions!.Select(dimension => dimension.Value ?? 1)]);
