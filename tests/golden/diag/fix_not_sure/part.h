component Part { provides Grteer greeter; }
