using Fovea.Api.OpenInference.Grpc;
using Fovea.Fuzz.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Fuzz.Targets;

/// <summary>The body of a call of gRPC: a frame around the message, which may be compressed with gzip.</summary>
internal static class FrameTarget
{
    private static readonly IServiceProvider Services = new ServiceCollection().AddSingleton(FuzzBudget.Budget).BuildServiceProvider();

    /// <summary>Receives the frame, then reads the message in it. The request gives back what it took.</summary>
    public static void Run(byte[] bytes)
    {
        Exception? refusal = null;
        try
        {
            Receive(bytes);
        }
        catch (Exception error) when (InferTarget.IsRefusal(error))
        {
            refusal = error;
        }

        if (FuzzBudget.Budget.Held != 0)
            throw new FuzzFindingException($"After the call, {FuzzBudget.Budget.Held} bytes of its body are held.");
        if (refusal is not null)
            throw refusal;
    }

    private static void Receive(byte[] bytes)
    {
        var context = new DefaultHttpContext { RequestServices = Services };
        context.Request.Body = new MemoryStream(bytes);
        context.Request.Headers["grpc-encoding"] = "gzip";
        using ReceivedMessage message = ReceivedMessage.ReadAsync(context, "ModelInfer", FuzzBudget.Limits.MaxBodyBytes)
            .GetAwaiter().GetResult();
        InferTarget.RunMessage(message.Content.ToArray());
    }
}
