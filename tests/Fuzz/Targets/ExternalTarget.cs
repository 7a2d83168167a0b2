using Fovea.Inference;

namespace Fovea.Fuzz.Targets;

/// <summary>An ONNX file on disk, beside a file of data, one that is a link out of the folder, and a folder.</summary>
internal static class ExternalTarget
{
    /// <summary>The file with 4 KiB of data.</summary>
    public const string DataFile = "data.bin";

    /// <summary>The file that is a link.</summary>
    public const string LinkFile = "link.bin";

    private const int DataBytes = 4096;

    private static readonly Lazy<string> Model = new(Create);

    /// <summary>Whether an exception is one that loading names: a file that is not there is an error of the system.</summary>
    public static bool IsRefusal(Exception error) => Pipeline.IsRefusal(error) || error is IOException;

    /// <summary>Writes the file, loads it and runs the model.</summary>
    public static void Run(byte[] bytes)
    {
        File.WriteAllBytes(Model.Value, bytes);
        using InferenceModel model = Pipeline.Load(Model.Value);
        Pipeline.Run(model, bytes.Length);
    }

    private static string Create()
    {
        string folder = ScratchFolder.Add("external");
        File.WriteAllBytes(Path.Combine(folder, DataFile), new byte[DataBytes]);
        File.CreateSymbolicLink(Path.Combine(folder, LinkFile), Path.Combine(folder, "..", "data.bin"));
        Directory.CreateDirectory(Path.Combine(folder, "folder.bin"));
        return Path.Combine(folder, "model.onnx");
    }
}
