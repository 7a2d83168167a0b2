using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Options;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// Counts what protobuf's parser would make of a request to infer, by reading tags and lengths only, and stops at the first thing too many.
/// What is malformed ends the count: the parser refuses it there too.
/// </summary>
internal ref struct MessageCounter
{
    /// <summary>
    /// The most messages, texts, pieces of bytes, and fields that the schema does not have: enough for 4,096 inputs and as many outputs.
    /// </summary>
    public const int MaxObjects = 32_768;

    /// <summary>The most bytes of all texts together: names, datatypes, versions, parameters.</summary>
    public const int MaxTextBytes = 1 << 20;

    // The parser's own limit.
    private const int MaxDepth = 100;

    private static readonly MessageFields Request = MessageFields.Of(ModelInferRequest.Descriptor);

    private readonly string _method;
    private readonly long _maxNumbers;
    private long _numbers;
    private long _textBytes;
    private int _objects;

    private MessageCounter(string method, long maxNumbers) => (_method, _maxNumbers) = (method, maxNumbers);

    /// <summary>Checks a message.</summary>
    /// <exception cref="ApiException">It has more than a request may have.</exception>
    public static void Check(ReadOnlySpan<byte> message, string method, LimitsOptions limits) =>
        new MessageCounter(method, Math.Max(limits.MaxBodyBytes / sizeof(float), 1)).Count(message, Request);

    /// <returns>Whether the message is well formed, as far as it was read.</returns>
    private bool Count(ReadOnlySpan<byte> bytes, MessageFields fields)
    {
        int groups = 0;
        while (bytes.Length > 0)
        {
            if (!Varint(ref bytes, out ulong tag) || tag >> 3 is 0 or > int.MaxValue)
                return false;
            (FieldContent content, MessageFields? message) = groups == 0 ? fields[(uint)(tag >> 3)] : default;
            bool read = (tag & 7) switch
            {
                0 => Varint(ref bytes, out _) && One(content),
                1 => Skip(ref bytes, sizeof(long)) && One(content),
                5 => Skip(ref bytes, sizeof(int)) && One(content),
                2 => Delimited(ref bytes, content, message),
                3 => ++groups <= MaxDepth && One(FieldContent.Unknown),
                4 => --groups >= 0,
                _ => false,
            };
            if (!read)
                return false;
        }

        return true;
    }

    private bool Delimited(ref ReadOnlySpan<byte> bytes, FieldContent content, MessageFields? message)
    {
        if (!Varint(ref bytes, out ulong length) || length > (ulong)bytes.Length)
            return false;
        ReadOnlySpan<byte> field = bytes[..(int)length];
        bytes = bytes[(int)length..];
        switch (content)
        {
            case FieldContent.Varint:
                // Each number has a last byte: counted only where there may be too many.
                AddNumbers(_numbers + field.Length <= _maxNumbers ? field.Length : Ends(field));
                return true;
            case FieldContent.Fixed32:
                AddNumbers(field.Length / sizeof(int));
                return true;
            case FieldContent.Fixed64:
                AddNumbers(field.Length / sizeof(long));
                return true;
            case FieldContent.Text:
                _textBytes += field.Length;
                if (_textBytes > MaxTextBytes)
                    throw TooMany($"more than {MaxTextBytes} bytes of text");
                break;
        }

        AddObject();
        return content != FieldContent.Message || Count(field, message!);
    }

    // A number outside of a packed list, or what is none of the schema's.
    private bool One(FieldContent content)
    {
        if (content is FieldContent.Varint or FieldContent.Fixed32 or FieldContent.Fixed64)
            AddNumbers(1);
        else
            AddObject();
        return true;
    }

    private void AddNumbers(long count)
    {
        _numbers += count;
        if (_numbers > _maxNumbers)
            throw TooMany($"more than {_maxNumbers} numbers (a quarter of Limits:MaxBodyBytes; raw_input_contents may have more)");
    }

    private void AddObject()
    {
        if (++_objects > MaxObjects)
            throw TooMany($"more than {MaxObjects} messages, texts, pieces of bytes and unknown fields");
    }

    private readonly ApiException TooMany(string found) =>
        new(ErrorCodes.BodyTooLarge, $"The message to {_method} has {found}, which is the most that is taken. Send fewer at a time.");

    private static int Ends(ReadOnlySpan<byte> numbers)
    {
        int ends = 0;
        foreach (byte value in numbers)
            ends += value < 0x80 ? 1 : 0;
        return ends;
    }

    private static bool Skip(ref ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length < length)
            return false;
        bytes = bytes[length..];
        return true;
    }

    private static bool Varint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < Math.Min(bytes.Length, 10); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
