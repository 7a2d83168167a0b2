using Fovea.RunNetwork;
using Microsoft.ML.OnnxRuntime;

if (args is not [string model, string folder])
{
    Console.Error.WriteLine("usage: run MODEL.onnx FOLDER; reads FOLDER/N/in.NAME.npy, writes FOLDER/N/out.I.npy and FOLDER/outputs.txt");
    return 2;
}

using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
using var session = new InferenceSession(model, options);
File.WriteAllLines(Path.Combine(folder, "inputs.txt"), session.InputMetadata.Select(input => Line(input)));
File.WriteAllLines(Path.Combine(folder, "outputs.txt"), session.OutputNames.Select(name => Line(new(name, session.OutputMetadata[name]))));
using var run = new RunOptions();
foreach (string picture in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
{
    string[] names = [.. session.InputNames.Where(name => File.Exists(InputOf(picture, name)))];
    OrtValue[] inputs = [.. names.Select(name => Npy.Read(InputOf(picture, name)))];
    using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, names, inputs, session.OutputNames);
    for (int i = 0; i < outputs.Count; i++)
        Npy.Write(Path.Combine(picture, $"out.{i}.npy"), outputs[i]);
    foreach (OrtValue input in inputs)
        input.Dispose();
}

return 0;

static string InputOf(string picture, string name) => Path.Combine(picture, $"in.{name.Replace('/', '_')}.npy");

static string Line(KeyValuePair<string, NodeMetadata> value) =>
    $"{value.Key}\t{value.Value.ElementDataType}\t{string.Join(',', value.Value.Dimensions)}";
