using Fovea.Inference.Files;
using Fovea.Inference.Onnx.Schema;
using Google.Protobuf;

namespace Fovea.Inference.Onnx;

/// <summary>Reads a file that holds one ONNX TensorProto, as the test pairs of the ONNX model zoo do (<c>input_0.pb</c>).</summary>
public static class TensorFile
{
    /// <summary>The longest file that is read, in bytes: 16 million float32 values.</summary>
    public const int LongestBytes = 64 << 20;

    /// <summary>Reads the tensor.</summary>
    /// <exception cref="InvalidModelException">The file holds no valid TensorProto.</exception>
    /// <exception cref="UnsupportedModelException">The element type is not supported.</exception>
    /// <exception cref="EngineFaultException">The reader failed in a way that is not the file's fault.</exception>
    /// <exception cref="IOException">
    /// The file cannot be read, is no regular file, or has more than <see cref="LongestBytes"/>.
    /// </exception>
    public static Tensor Read(string path) => Read(path, null);

    /// <summary>Reads the tensor.</summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">What is read is taken from it first; null for no limit.</param>
    /// <exception cref="LoadLimitException">The file holds more than allowed.</exception>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public static Tensor Read(string path, LoadBudget? budget)
    {
        ArgumentNullException.ThrowIfNull(path);
        var context = new ErrorContext { File = path };
        try
        {
            byte[] bytes = RegularFile.ReadBytes(path, LongestBytes);
            budget ??= new LoadBudget(LoadLimits.None);
            budget.AddFile(bytes.Length);
            budget.Take(2.0 * bytes.Length, "the tensor");
            var counter = new WireCounter(new WireReader(new MemorySource(bytes)), budget);
            counter.CountContent(new WireField(WireForm.Message, WireMessage.Tensor), bytes.Length, depth: 0);
            counter.TakeNumbers();
            return TensorReader.Read(TensorProto.Parser.ParseFrom(bytes), new RawDataTable(), ModelFiles.Of(bytes), budget).ReadAll();
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidModelException($"the file is no ONNX TensorProto: {error.Message}", error) { Context = context };
        }
        catch (Exception error)
        {
            if (context.Locate(error, "reading the file") is { } fault)
                throw fault;
            throw;
        }
    }
}
